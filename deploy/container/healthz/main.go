// Command healthz asks the daemon of its own container whether it is well, for
// the container's health check: the image has no shell and no HTTP client.
//
//	healthz [ADDRESS]
//
// ADDRESS is watch.listen, by default 127.0.0.1:8610. It exits with 0 where
// /healthz answers 200 OK, and with 1 and what it answered otherwise.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// defaultAddress is where the daemon listens when nothing else is said.
const defaultAddress = "127.0.0.1:8610"

func main() {
	address := defaultAddress
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	if err := ask(address, 5*time.Second); err != nil {
		fmt.Fprintln(os.Stderr, "healthz:", err)
		os.Exit(1)
	}
}

// ask is an error unless the daemon is well and says so within a time.
func ask(address string, within time.Duration) error {
	client := http.Client{
		Timeout: within,
		// Whatever HTTP_PROXY says, the question is for this machine.
		Transport: &http.Transport{Proxy: nil},
	}
	response, err := client.Get("http://" + address + "/healthz")
	if err != nil {
		return err
	}
	defer response.Body.Close() // only read from
	said, err := io.ReadAll(io.LimitReader(response.Body, 4096))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", response.Status, strings.TrimSpace(string(said)))
	}
	return nil
}
