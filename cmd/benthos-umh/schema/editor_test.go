// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/schema"
)

// languageServer is where `npm ci` puts the YAML language server.
const languageServer = "../testdata/editor/node_modules/yaml-language-server/bin/yaml-language-server"

// An editor that uses the YAML language server, as VS Code and others do, helps
// with a config whose first line names the schema.
func TestEditorHelps(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("needs node")
	}
	if _, err := os.Stat(languageServer); err != nil {
		t.Skip("needs npm ci --prefix cmd/benthos-umh/testdata/editor")
	}
	dir := t.TempDir()
	s, err := schema.Build(config())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "benthos-umh.schema.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	e := startEditor(t, node, dir)

	const head = "# yaml-language-server: $schema=benthos-umh.schema.json\n"
	t.Run("it proposes the fields of tag_processor", func(t *testing.T) {
		labels := e.completions(t, head+"pipeline:\n  processors:\n    - tag_processor:\n        ‸")
		for _, field := range []string{"defaults", "conditions", "advancedProcessing", "on_error", "script_timeout"} {
			if !slices.Contains(labels, field) {
				t.Errorf("%s is not among %v", field, labels)
			}
		}
	})
	t.Run("it proposes processors", func(t *testing.T) {
		labels := e.completions(t, head+"pipeline:\n  processors:\n    - ‸")
		for _, name := range []string{"tag_processor", "nodered_js", "mapping", "label"} {
			if !slices.Contains(labels, name) {
				t.Errorf("%s is not among %v", name, labels)
			}
		}
	})
	t.Run("it proposes the values of on_error", func(t *testing.T) {
		labels := e.completions(t, head+"pipeline:\n  processors:\n    - tag_processor:\n        on_error: ‸")
		if !slices.Contains(labels, "forward") || !slices.Contains(labels, "drop") {
			t.Errorf("forward and drop are not among %v", labels)
		}
	})
	t.Run("it explains a field", func(t *testing.T) {
		shown := e.hover(t, head+"pipeline:\n  processors:\n    - tag_processor:\n        script_time‸out: 1s")
		if !strings.Contains(shown, "How long the scripts of one message may run") {
			t.Errorf("it shows %q", shown)
		}
	})
	t.Run("it marks a field that is not there, and nothing else", func(t *testing.T) {
		found := e.diagnostics(t, head+"pipeline:\n  processors:\n    - tag_processor:\n        default: return msg;\n")
		if len(found) != 1 || !strings.Contains(found[0], "line 5") || !strings.Contains(found[0], "default") {
			t.Errorf("it marks %q", found)
		}
	})
	t.Run("it marks nothing in the shipped configs", func(t *testing.T) {
		paths, err := filepath.Glob("../../../config/*.yaml")
		if err != nil || len(paths) == 0 {
			t.Fatal(paths, err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if found := e.diagnostics(t, head+string(text)); len(found) > 0 {
				t.Errorf("%s: %q", path, found)
			}
		}
	})
}

// An editor speaks the language server protocol with a server.
type editor struct {
	dir     string
	in      io.Writer
	out     *bufio.Reader
	id      int
	version int
}

func startEditor(t *testing.T, node, dir string) *editor {
	t.Helper()
	// A server that hangs ends the test, not the run.
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, node, languageServer, "--stdio")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // killed
	})
	e := &editor{dir: dir, in: in, out: bufio.NewReader(out)}
	e.ask(t, "initialize", map[string]any{
		"processId": nil, "rootUri": "file://" + dir,
		"capabilities": map[string]any{"textDocument": map[string]any{
			"completion": map[string]any{}, "hover": map[string]any{}, "publishDiagnostics": map[string]any{},
		}},
	})
	e.tell(t, "initialized", map[string]any{})
	e.tell(t, "workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"yaml": map[string]any{
		"validate": true, "hover": true, "completion": true, "schemaStore": map[string]any{"enable": false},
	}}})
	return e
}

// packet is a message of the protocol, in either direction.
type packet struct {
	Version string          `json:"jsonrpc"`
	ID      any             `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   json.RawMessage `json:"error,omitempty"`
}

func (e *editor) send(t *testing.T, p packet) {
	t.Helper()
	p.Version = "2.0"
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(e.in, "Content-Length: %d\r\n\r\n%s", len(text), text); err != nil {
		t.Fatal(err)
	}
}

func encoded(t *testing.T, v any) json.RawMessage {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (e *editor) tell(t *testing.T, method string, params any) {
	t.Helper()
	e.send(t, packet{Method: method, Params: encoded(t, params)})
}

// ask sends a request and waits for its answer.
func (e *editor) ask(t *testing.T, method string, params any) json.RawMessage {
	t.Helper()
	e.id++
	e.send(t, packet{ID: e.id, Method: method, Params: encoded(t, params)})
	answer := e.await(t, func(p packet) bool { return p.Method == "" && p.ID == float64(e.id) })
	if answer.Error != nil {
		t.Fatalf("%s: %s", method, answer.Error)
	}
	return answer.Result
}

// await reads until a packet is the one that is waited for. What the server asks
// meanwhile is answered with nothing.
func (e *editor) await(t *testing.T, wanted func(packet) bool) packet {
	t.Helper()
	for {
		header, err := textproto.NewReader(e.out).ReadMIMEHeader()
		if err != nil {
			t.Fatal(errors.Join(errors.New("the server ended"), err))
		}
		length, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			t.Fatal(err)
		}
		text := make([]byte, length)
		if _, err := io.ReadFull(e.out, text); err != nil {
			t.Fatal(err)
		}
		var p packet
		if err := json.Unmarshal(text, &p); err != nil {
			t.Fatal(err)
		}
		if wanted(p) {
			return p
		}
		if p.Method != "" && p.ID != nil {
			e.send(t, packet{ID: p.ID, Result: json.RawMessage("null")})
		}
	}
}

// open opens a text in a document of its own and gives its URI and the place of
// the mark ‸, which is taken out.
func (e *editor) open(t *testing.T, text string) (uri string, place map[string]any) {
	t.Helper()
	before, after, _ := strings.Cut(text, "‸")
	e.version++
	uri = fmt.Sprintf("file://%s/config%d.yaml", e.dir, e.version)
	e.tell(t, "textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": uri, "languageId": "yaml", "version": 1, "text": before + after,
	}})
	return uri, map[string]any{
		"line":      strings.Count(before, "\n"),
		"character": len(before) - strings.LastIndex(before, "\n") - 1,
	}
}

func (e *editor) completions(t *testing.T, text string) (labels []string) {
	t.Helper()
	uri, place := e.open(t, text)
	var list struct{ Items []struct{ Label string } }
	result := e.ask(t, "textDocument/completion", map[string]any{"textDocument": map[string]any{"uri": uri}, "position": place})
	if err := json.Unmarshal(result, &list); err != nil {
		t.Fatal(err)
	}
	for _, item := range list.Items {
		labels = append(labels, item.Label)
	}
	return labels
}

func (e *editor) hover(t *testing.T, text string) string {
	t.Helper()
	uri, place := e.open(t, text)
	var shown struct{ Contents struct{ Value string } }
	result := e.ask(t, "textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": uri}, "position": place})
	if err := json.Unmarshal(result, &shown); err != nil {
		t.Fatal(err)
	}
	return shown.Contents.Value
}

// diagnostics are what the server marks in a text, with lines from 1.
func (e *editor) diagnostics(t *testing.T, text string) (found []string) {
	t.Helper()
	uri, _ := e.open(t, text)
	var published struct {
		URI         string
		Diagnostics []struct {
			Message string
			Range   struct{ Start struct{ Line int } }
		}
	}
	e.await(t, func(p packet) bool {
		return p.Method == "textDocument/publishDiagnostics" && json.Unmarshal(p.Params, &published) == nil && published.URI == uri
	})
	for _, d := range published.Diagnostics {
		found = append(found, fmt.Sprintf("line %d: %s", d.Range.Start.Line+1, d.Message))
	}
	return found
}
