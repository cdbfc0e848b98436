package engine

import "context"

// doBrief is Do for scripts that need no watch: the steps run on the caller's own
// goroutine. Starting another one and growing its stack costs as much as a message.
func (p *Pool[H]) doBrief(ctx context.Context, n int, work Work[H]) (stats Stats, err error) {
	var vm *VM[H]
	for i := range n {
		if err = ctx.Err(); err != nil {
			break
		}
		if vm == nil {
			vm = p.lease(&stats)
		}
		vm.unwatched.stepBrief(i, work)
		if vm.unusable() {
			p.release(vm, &stats)
			vm = nil
		}
	}
	if vm != nil {
		p.release(vm, &stats)
	}
	return stats, err
}

// stepBrief runs one step; a panic in our own code costs the message and the VM,
// not the process.
func (l *Lease[H]) stepBrief(i int, work Work[H]) {
	defer func() {
		if x := recover(); x != nil {
			l.spoiled = true
			work.Fail(l.Host, i, &Error{Reason: Internal, Err: panicked(x)})
		}
	}()
	work.Step(l, i)
}

// runBrief is Run without a limit.
func (l *Lease[H]) runBrief(f func() error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			// The interpreter's state is unknown after a panic.
			l.spoiled = true
			err = l.explainPanic(x)
		}
	}()
	return f()
}
