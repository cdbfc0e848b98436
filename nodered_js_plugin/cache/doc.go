// Package cache holds what scripts keep between messages with cache.set and
// read back with cache.get.
//
// It stores texts under keys and knows neither JavaScript nor Benthos; turning
// values into JSON and back is the caller's work.
package cache
