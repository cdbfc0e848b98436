package eval

var _ = register(map[string]nativeFunc{
	"RegExp":                    callRegExp,
	"new RegExp":                newRegExp,
	"RegExp.prototype.exec":     regexpExec,
	"RegExp.prototype.test":     regexpTest,
	"RegExp.prototype.toString": regexpToString,
})
