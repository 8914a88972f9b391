package effect

// Balancing returns a function that balances the comparison of a sample, and nothing else.
func (s *Sample) Balancing() (func() error, error) {
	sc, err := s.x.scaling()
	if err != nil {
		return nil, err
	}
	var comparison []int
	for i := range s.rows {
		if !s.rows[i].Treated {
			comparison = append(comparison, i)
		}
	}
	t := s.x.standardised(comparison, sc)
	return func() error {
		_, err := entropy(t)
		return err
	}, nil
}
