// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"errors"
	"fmt"
	"io"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/lint"
)

// check writes what `lint` says of a config, but for its notes, and fails if a start
// would. What lint finds in scripts that run is no reason not to try them. said are the
// texts that a start logs, too.
func check(d inventory.Document, warn io.Writer) (said map[string]bool, err error) {
	wrong := false
	said = map[string]bool{}
	for _, p := range lint.Check(d, lint.Rules{}) {
		if p.Severity == lint.Note {
			continue
		}
		fmt.Fprintln(warn, p)
		said[p.In+": "+p.Text] = true
		wrong = wrong || p.Prevents()
	}
	if wrong {
		return nil, errors.New("the config is wrong")
	}
	return said, nil
}
