// Package engine compiles scripts once and runs them on pooled JavaScript VMs.
//
// It knows goja and its limits: how a script's text becomes a function without
// moving the user's lines, which scripts may share a VM, how long one message
// may run, where in the user's text an error happened. It knows neither Benthos
// nor messages; what a script sees as globals is installed by its caller.
//
// The processors in nodered_js_plugin and tag_processor_plugin call it.
package engine
