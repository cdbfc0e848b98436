// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench"
	workbenchpage "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/page"
)

// The window in CSS pixels, the smallest that the page has to be usable in.
const (
	width  = 1280
	height = 720
)

// patience is how long the page may take on a machine that does other things.
const patience = 10 * time.Second

// A page is the workbench in a window of its own.
type page struct {
	ctx  context.Context
	link string

	mu sync.Mutex
	// wrong is what the browser complained of.
	wrong []string
}

// open serves the workbench on a config and files with messages, and opens its page.
func open(config string, files ...string) *page {
	GinkgoHelper()
	serving, stop := context.WithCancel(context.Background())
	ready, served := make(chan string, 1), make(chan error, 1)
	go func() {
		o := workbench.Options{Config: config, Files: files, Page: workbenchpage.Files}
		served <- workbench.Serve(serving, o, "127.0.0.1:0", func(string) {}, func(link string) { ready <- link })
	}()
	DeferCleanup(func() {
		stop()
		Eventually(served, patience).Should(Receive(BeNil()))
	})
	p := &page{}
	select {
	case p.link = <-ready:
	case err := <-served:
		served <- err
		Fail("the workbench does not start: " + err.Error())
	}
	p.window()
	p.do(chromedp.Navigate(p.link))
	p.sees("h1", "Workbench")
	return p
}

// window is a new window, which is looked after: whatever the browser complains of, the
// content security policy above all, fails the spec.
func (p *page) window() {
	GinkgoHelper()
	ctx, closed := chromedp.NewContext(browser)
	p.ctx = ctx
	DeferCleanup(func() {
		p.picture("")
		closed()
		p.mu.Lock()
		defer p.mu.Unlock()
		Expect(p.wrong).To(BeEmpty(), "what the browser complains of")
	})
	Expect(chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			p.complain(e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity {
				p.complain(e.Entry.Text + " " + e.Entry.URL)
			}
		case *cdppage.EventJavascriptDialogOpening: // it asks whether to leave unsaved changes
			go func() {
				_, _ = chromedp.Call(ctx, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: true})
			}()
		}
	})).To(Succeed())
	call(p, log.Enable, cdp.Empty{})
	p.do(chromedp.EmulateViewport(width, height))
}

func (p *page) complain(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrong = append(p.wrong, text)
}

// expects takes complaints away that a spec is about.
func (p *page) expects(complaint string) {
	GinkgoHelper()
	p.mu.Lock()
	defer p.mu.Unlock()
	var others []string
	for _, one := range p.wrong {
		if !strings.Contains(one, complaint) {
			others = append(others, one)
		}
	}
	Expect(len(others)).To(BeNumerically("<", len(p.wrong)), "%q is said", complaint)
	p.wrong = others
}

func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	GinkgoHelper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	Expect(chromedp.Do(ctx, actions...)).To(Succeed())
}

// call has the browser carry a command out.
func call[P, R any](p *page, command cdp.Command[P, R], parameters P) {
	GinkgoHelper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	_, err := chromedp.Call(ctx, command, parameters)
	Expect(err).NotTo(HaveOccurred())
}

// result is what an action gives.
func result[T any](p *page, action chromedp.Action[T]) T {
	GinkgoHelper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	Expect(err).NotTo(HaveOccurred())
	return v
}

// value is what a JavaScript expression gives.
func value[T any](p *page, expression string) T {
	GinkgoHelper()
	return result(p, chromedp.Evaluate[T](expression))
}

func quoted(text string) string {
	literal, _ := json.Marshal(text) // a string always has a JSON form
	return string(literal)
}

// text is what the elements with this selector show, each on lines of its own.
func (p *page) text(selector string) string {
	GinkgoHelper()
	return value[string](p, `[...document.querySelectorAll(`+quoted(selector)+`)].map((e) => e.innerText).join("\n")`)
}

// sees waits until the elements show a text, whatever blanks and lines it is written with.
func (p *page) sees(selector, text string) {
	GinkgoHelper()
	Eventually(func() string { return blanks.ReplaceAllString(p.text(selector), " ") }, patience, pause).Should(ContainSubstring(text))
}

// seesNot waits until they do not show it any more.
func (p *page) seesNot(selector, text string) {
	GinkgoHelper()
	Eventually(func() string { return blanks.ReplaceAllString(p.text(selector), " ") }, patience, pause).ShouldNot(ContainSubstring(text))
}

const pause = 20 * time.Millisecond

var blanks = regexp.MustCompile(`\s+`)

// named finds the button, tab or row with a name, in the dialog if one is open, and gives
// its middle.
const named = `(() => {
	const name = (e) => (e.getAttribute("aria-label") ?? e.innerText).replace(/\s+/g, " ").trim();
	const within = document.querySelector("dialog[open]") ?? document;
	const shown = [...within.querySelectorAll("button, a, summary, [role=tab], [role=row], [role=treeitem]")]
		.filter((e) => e.checkVisibility() && !e.disabled);
	const found = shown.find((e) => name(e) === NAME) ?? shown.find((e) => name(e).startsWith(NAME));
	if (!found) return [];
	found.scrollIntoView({ block: "nearest" });
	const { x, y, width, height } = found.getBoundingClientRect();
	return [x + width / 2, y + height / 2];
})()`

// press clicks the button, tab or row with this name, once it is there and stays where it is:
// results that come in move what is below them.
func (p *page) press(name string) {
	GinkgoHelper()
	var before, middle []float64
	Eventually(func() bool {
		before, middle = middle, value[[]float64](p, strings.ReplaceAll(named, "NAME", quoted(name)))
		return len(middle) > 0 && slices.Equal(before, middle)
	}, patience, 2*pause).Should(BeTrue(), "there is %q to press", name)
	p.do(chromedp.MouseClickXY(middle[0], middle[1]))
}

const focused = `(() => {
	const found = document.querySelector('[contenteditable][aria-label=LABEL]')
		?? [...document.querySelectorAll("label")].find((e) => e.innerText.trim() === LABEL)?.querySelector("input, textarea");
	(found ?? document.querySelector('[aria-label=LABEL]'))?.focus();
	return Boolean(found) && document.activeElement === found;
})()`

// focus sets the cursor into the editor or field with this label.
func (p *page) focus(label string) {
	GinkgoHelper()
	// An editor that was not used yet is made when it gets the focus.
	Eventually(func() bool {
		return value[bool](p, strings.ReplaceAll(focused, "LABEL", quoted(label)))
	}, patience, pause).Should(BeTrue(), "there is %q to write into", label)
}

// write replaces what the editor with this label holds.
func (p *page) write(label, text string) {
	GinkgoHelper()
	p.focus(label)
	p.keys("a", kb.ModifierCtrl)
	p.types(text)
}

// types types a text where the cursor is, as one piece.
func (p *page) types(text string) {
	GinkgoHelper()
	call(p, input.InsertText, input.InsertTextParams{Text: text})
}

// keys presses a key.
func (p *page) keys(key string, modifiers ...kb.Modifier) {
	GinkgoHelper()
	p.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

const (
	down   = kb.ArrowDown
	end    = kb.End
	escape = kb.Escape
	tab    = kb.Tab
)

// theme is how the user's system looks, "light" or "dark".
func (p *page) theme(name string) {
	GinkgoHelper()
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
	})
}

var unfit = regexp.MustCompile(`[^A-Za-z0-9]+`)

// picture keeps a picture of the page, named after the spec.
func (p *page) picture(name string) {
	GinkgoHelper()
	if shots == "" {
		return
	}
	png := result(p, chromedp.CaptureScreenshot())
	full := strings.Trim(unfit.ReplaceAllString(CurrentSpecReport().LeafNodeText+" "+name, "-"), "-")
	Expect(os.WriteFile(filepath.Join(shots, full+".png"), png, 0o644)).To(Succeed())
}

// asked waits until a dialog with this text is open and has the focus.
func (p *page) asked(text string) {
	GinkgoHelper()
	p.sees("dialog[open]", text)
	Eventually(func() bool { return value[bool](p, `document.activeElement.closest("dialog[open]") !== null`) }, patience, pause).Should(BeTrue())
}

// focusOn sets the focus to what a selector finds.
func (p *page) focusOn(selector string) {
	GinkgoHelper()
	p.do(chromedp.Focus(chromedp.CSS(selector)))
}
