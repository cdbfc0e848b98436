//go:build !mutation

package script

// SwitchedOff reports whether a rule is switched off: never, but in test builds
// with the tag mutation.
func SwitchedOff(string) bool { return false }
