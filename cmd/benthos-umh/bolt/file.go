// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// A file is an open file. The resources of a process that name it share it, as the
// process can lock it once only.
type file struct {
	db   *bolt.DB
	path string
	// users is how many resources have it; files.mu guards it.
	users int

	changes chan change
	// closing ends commit, which closes committed.
	closing, committed chan struct{}
}

// files are those that the process has open, by path.
var files = struct {
	mu   sync.Mutex
	open map[string]*file
}{open: map[string]*file{}}

// share opens the file, or gives the one that is open. release ends its use.
func share(path string, timeout time.Duration) (*file, error) {
	path, err := canonical(path)
	if err != nil {
		return nil, err
	}
	files.mu.Lock()
	defer files.mu.Unlock()
	f := files.open[path]
	if f == nil {
		db, err := open(path, timeout)
		if err != nil {
			return nil, err
		}
		f = &file{db: db, path: path, changes: make(chan change, maxTogether), closing: make(chan struct{}), committed: make(chan struct{})}
		files.open[path] = f
		go f.commit()
	}
	f.users++
	return f, nil
}

// canonical is the one name of the file.
func canonical(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	directory, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return "", fmt.Errorf("field path: the directory has to exist: %w", err)
	}
	path = filepath.Join(directory, filepath.Base(path))
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	return path, nil
}

func (f *file) release() error {
	files.mu.Lock()
	defer files.mu.Unlock()
	if f.users--; f.users > 0 {
		return nil
	}
	delete(files.open, f.path)
	close(f.closing)
	<-f.committed
	return f.db.Close()
}

// open opens and checks the file.
func open(path string, timeout time.Duration) (*bolt.DB, error) {
	var handle *os.File
	_, missing := os.Stat(path)
	var db *bolt.DB
	err := guard(path, func() (err error) {
		db, err = bolt.Open(path, 0o600, &bolt.Options{
			Timeout: timeout,
			// The map is much faster than the list when much of the file is free.
			FreelistType: bolt.FreelistMapType,
			OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
				handle, err = os.OpenFile(name, flag, mode)
				return handle, err
			},
		})
		if err != nil {
			return err
		}
		return check(db)
	})
	switch {
	case err == nil && missing != nil:
		syncDirectory(filepath.Dir(path))
		return db, nil
	case err == nil:
		return db, nil
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("another process has %s open, and only one can: stop it, or give each process a path of its own", path)
	case db != nil:
		_ = db.Close()
	case handle != nil: // Open had a panic: what it mapped stays so
		_ = handle.Close()
	}
	var (
		system  syscall.Errno
		damaged damage
	)
	if errors.As(err, &system) || errors.As(err, &damaged) {
		return nil, err
	}
	return nil, damage{path, err} // bolt does not like what it read
}

// check reads all of the file, so that damage shows at the start and not with some
// message.
func check(db *bolt.DB) error {
	return db.View(func(tx *bolt.Tx) error {
		info, err := os.Stat(db.Path())
		if err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return damage{db.Path(), fmt.Errorf("%d bytes of %d are left", info.Size(), tx.Size())}
		}
		return tx.ForEach(func(_ []byte, b *bolt.Bucket) error { return walk(b) })
	})
}

func walk(b *bolt.Bucket) error {
	return b.ForEach(func(k, v []byte) error {
		if v == nil {
			if inner := b.Bucket(k); inner != nil {
				return walk(inner)
			}
		}
		return nil
	})
}

// syncDirectory makes a new file's name durable. Where directories cannot be synced
// the file system sees to it itself.
func syncDirectory(path string) {
	if d, err := os.Open(path); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// damage is the error of a file that is no longer what was written.
type damage struct {
	path  string
	cause error
}

func (d damage) Error() string {
	return fmt.Sprintf("%[1]s is damaged (%[2]v): move it away to start with an empty cache, or put back a copy", d.path, d.cause)
}

func (d damage) Unwrap() error { return d.cause }

// guard makes an error of a panic: bolt has one where a page makes no sense, and the
// runtime where part of the mapped file is gone.
func guard(path string, f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damage{path, fmt.Errorf("%v", p)}
		}
	}()
	return f()
}

func (f *file) read(with func(*bolt.Tx) error) error {
	return guard(f.path, func() error { return f.db.View(with) })
}

func (f *file) update(with func(*bolt.Tx) error) error {
	return guard(f.path, func() error { return f.db.Update(with) })
}
