package daemon

/*
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
static void trim(void) { malloc_trim(0); }
#else
static void trim(void) {}
#endif
*/
import "C"

// trimHeap returns the free memory of the C heap to the system. DuckDB allocates from
// it, and glibc keeps what was freed.
func trimHeap() { C.trim() }
