// Package fetch is an HTTP client with retries, rate limits and integrity
// checks:
//
//   - all requests of the program to one host share its rate limit;
//   - after 429 and 503, all requests of the program to that host wait for the
//     time in Retry-After;
//   - other transient errors (a broken connection, a timeout, 408, 425 and the
//     rest of 5xx) are retried with exponential backoff and jitter; no other
//     errors are;
//   - a response is complete or an error: one that is shorter than its
//     Content-Length, or whose chunks or compression end early, is incomplete,
//     and one by plain HTTP without any of these is rejected. An interrupted
//     download is resumed if the server supports ranges and the strong ETag is
//     unchanged;
//   - redirects are followed a few times, never from https to http, and
//     credentials are sent to no other host;
//   - certificates are always verified; a private authority is trusted by its
//     certificate.
//
// Credentials are sent by https only, except to this machine.
//
// Errors are classified by dubbelkrona.Kind. Their texts contain neither query
// nor user of an address, which may be secret, and no content of responses.
package fetch
