// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A shelf is the cache resource `shelf: name`, in the hands of the spec.
type shelf struct {
	mu     sync.Mutex
	values map[string]string
	// meet comes before each call and may fail it or hold it up.
	meet func(ctx context.Context, op, key string) error
}

var shelves sync.Map

func init() {
	service.MustRegisterCache("shelf", service.NewConfigSpec().Field(service.NewStringField("")),
		func(conf *service.ParsedConfig, _ *service.Resources) (service.Cache, error) {
			name, err := conf.FieldString()
			if err != nil {
				return nil, err
			}
			s, _ := shelves.Load(name)
			return s.(*shelf), nil
		})
}

func (s *shelf) Get(ctx context.Context, key string) ([]byte, error) {
	if err := s.meet(ctx, "get", key); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	value, ok := s.values[key]
	if !ok {
		return nil, service.ErrKeyNotFound
	}
	return []byte(value), nil
}

func (s *shelf) Set(ctx context.Context, key string, value []byte, _ *time.Duration) error {
	if err := s.meet(ctx, "set", key); err != nil {
		return err
	}
	s.put(key, string(value))
	return nil
}

func (s *shelf) put(key, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[key] = value
}

func (s *shelf) value(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.values[key]
}

func (s *shelf) Add(context.Context, string, []byte, *time.Duration) error {
	return errors.New("nobody adds")
}

func (s *shelf) Delete(ctx context.Context, key string) error {
	if err := s.meet(ctx, "delete", key); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.values, key)
	return nil
}

func (s *shelf) Close(context.Context) error { return nil }

// onShelf starts processors that may use the resource "state", a shelf.
func onShelf(meet func(ctx context.Context, op, key string) error, processors ...string) (*Stream, *shelf) {
	GinkgoHelper()
	kept := &shelf{values: map[string]string{}, meet: meet}
	name := fmt.Sprintf("%p", kept)
	shelves.Store(name, kept)
	DeferCleanup(func() { shelves.Delete(name) })
	return pipelineOf(Options{Threads: 2, Processors: processors, Caches: []string{"label: state\nshelf: " + name}}), kept
}

var shared = Config{"cache": Config{"resource": "state"}}

// nobodyFails lets all calls through.
func nobodyFails(context.Context, string, string) error { return nil }

var _ = Describe("a cache resource", func() {
	It("keeps values as JSON under the prefix and the key", func() {
		s, kept := onShelf(nobodyFails, nodeRED("cache.set('last', msg.payload); cache.update('n', n => 1); return msg;",
			Config{"cache": Config{"resource": "state", "prefix": "line3:"}}))
		process(s, Messages(`{"a": [1, "x"]}`))
		Expect(kept.values).To(Equal(map[string]string{"line3:last": `{"a":[1,"x"]}`, "line3:n": "1"}))
	})

	It("is shared by processors that name it", func() {
		s, _ := onShelf(nobodyFails,
			nodeRED("cache.set('k', msg.payload); return msg;", shared),
			tagProcessor(advanced("msg.payload = cache.get('k') + 1; return msg;"), shared),
			tagProcessor(advanced("msg.meta.own = String(cache.get('k')); return msg;")))
		o := one(s, Message("5", nil))
		Expect(o.Meta).To(HaveKeyWithValue("own", "undefined"))
		Expect(o.Payload).To(ContainSubstring(`\"value\":6`))
	})

	It("gives undefined for a missing key, deletes one without an error, and logs nothing", func() {
		dir := GinkgoT().TempDir()
		s := pipelineOf(Options{
			Processors: []string{nodeRED("cache.delete('nope'); msg.payload = [String(cache.get('nope')), cache.exists('nope')]; return msg;", shared)},
			Caches:     []string{"label: state\nfile:\n  directory: " + dir},
		})
		Expect(one(s, Message("0", nil)).Payload).To(Equal(`["undefined",false]`))
		Expect(s.Log(slog.LevelWarn, slog.LevelError)).To(BeEmpty())
	})

	It("takes no key from data for a path", func() {
		dir := filepath.Join(GinkgoT().TempDir(), "state")
		Expect(os.Mkdir(dir, 0o755)).To(Succeed())
		s := pipelineOf(Options{
			Processors: []string{nodeRED("cache.set(msg.payload, 1); msg.payload = cache.get(msg.payload); return msg;", shared)},
			Caches:     []string{"label: state\nfile:\n  directory: " + dir},
		})
		for _, key := range []string{"../stolen", "a/b", "..", "/etc/x"} {
			o := one(s, Message(jsonOf(key), nil))
			Expect(o.Err).NotTo(HaveOccurred())
			Expect(o.Payload).To(Equal("1"))
		}
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		Expect(err).NotTo(HaveOccurred())
		Expect(files).To(HaveLen(4))
		Expect(filepath.Join(dir, "..", "stolen")).NotTo(BeAnExistingFile())
	})

	It("that is file never shows half a value, or a mixture of two, to threads side by side", func() {
		s := pipelineOf(Options{
			Threads: 4,
			Processors: []string{nodeRED("cache.set('k', msg.payload); msg.payload = cache.get('k'); return msg;",
				shared, Config{"on_error": "forward"})},
			Caches: []string{"label: state\nfile:\n  directory: " + GinkgoT().TempDir()},
		})
		values := []string{"1111111111", "2", `"` + strings.Repeat("x", 9000) + `"`}
		sideBySide(4, func() {
			for i := range 40 {
				Expect(s.Send(Messages(values[i%len(values)]))).To(Succeed())
			}
		})
		out := s.Collected("")
		Expect(out).To(HaveLen(4 * 40))
		for _, o := range out {
			Expect(o.Err).NotTo(HaveOccurred())
			Expect(values).To(ContainElement(o.Payload))
		}
	})

	down := errors.New("connection refused")
	fails := func(op string) func(context.Context, string, string) error {
		return func(_ context.Context, now, _ string) error {
			if now == op {
				return down
			}
			return nil
		}
	}

	Context("that fails", func() {
		const bad = "if (msg.payload === 2) { cache.get('k'); } "
		configs := map[string]func(Config) string{
			"defaults":           func(c Config) string { return tagProcessor(Config{"defaults": bad + tagged}, shared, c) },
			"condition 1 if":     func(c Config) string { return tagProcessor(when(bad+"false", "return msg;"), shared, c) },
			"condition 1 then":   func(c Config) string { return tagProcessor(when("true", bad+"return msg;"), shared, c) },
			"advancedProcessing": func(c Config) string { return tagProcessor(advanced(bad+"return msg;"), shared, c) },
			"code":               func(c Config) string { return nodeRED(bad+"return msg;", shared, c) },
		}
		for stage, config := range configs {
			for _, onError := range []string{"", "forward"} {
				It(fmt.Sprintf("flags the message alone, in %s with on_error '%s'", stage, onError), func() {
					more := Config{}
					if onError != "" {
						more["on_error"] = onError
					}
					s, _ := onShelf(fails("get"), config(more))
					out := process(s, Messages("1", "2", "3"))
					Expect(out).To(HaveLen(3))
					Expect(out[0].Err).NotTo(HaveOccurred())
					Expect(out[2].Err).NotTo(HaveOccurred())
					Expect(out[1].Payload).To(Equal("2"))
					Expect(out[1].Meta).To(Equal(map[string]string{
						"umh_error_stage": stage, "umh_error_reason": "cache", "umh_error_line": "1",
						"umh_error_message": `cache.get of "k": cache resource state: connection refused`,
					}))
					Expect(errors.Is(out[1].Err, down)).To(BeTrue(), "the resource's error keeps its identity")
					var e *script.Error
					Expect(errors.As(out[1].Err, &e)).To(BeTrue())
					Expect(e.Reason).To(Equal(script.Cache))
					Expect(s.Count("message_failures", "reason=cache", "stage="+stage)).To(BeEquivalentTo(1))
					Expect(s.Count("vm_pool_discards")).To(BeZero())
					Expect(s.Log(slog.LevelError)).To(HaveLen(1))
				})
			}

			It("drops the message in "+stage+" with on_error 'drop', logged and counted", func() {
				s, _ := onShelf(fails("get"), config(Config{"on_error": "drop"}))
				Expect(process(s, Messages("1", "2", "3"))).To(HaveLen(2))
				Expect(s.Count("message_failures", "reason=cache")).To(BeEquivalentTo(1))
				Expect(s.Log(slog.LevelError)).To(HaveLen(1))
			})
		}

		DescribeTable("fails every kind of call:",
			func(op, script string) {
				s, kept := onShelf(fails(op), nodeRED(script+" return msg;", shared))
				kept.put("k", "1")
				Expect(one(s, Message("0", nil)).Meta).To(HaveKeyWithValue("umh_error_reason", "cache"))
				Expect(kept.values).To(Equal(map[string]string{"k": "1"}))
			},
			Entry("get", "get", "cache.get('k');"),
			Entry("exists", "get", "cache.exists('k');"),
			Entry("set", "set", "cache.set('k', 2);"),
			Entry("delete", "delete", "cache.delete('k');"),
			Entry("the reading of update", "get", "cache.update('k', () => 2);"),
			Entry("the writing of update", "set", "cache.update('k', () => 2);"),
			Entry("the deleting of update", "delete", "cache.update('k', () => undefined);"),
			Entry("a set within update", "set", "cache.update('l', () => { cache.set('k', 2); });"),
		)

		It("throws into the script, which may catch it and go on", func() {
			s, _ := onShelf(fails("get"), nodeRED(
				"try { cache.get('k'); } catch (e) { msg.payload = e.message; } return msg;", shared))
			Expect(one(s, Message("0", nil)).Payload).To(Equal(`"cache.get of \"k\": cache resource state: connection refused"`))
			Expect(s.Count("messages_errored")).To(BeZero())
		})

		It("does not hand the resource's error itself to the script", func() {
			open := &fs.PathError{Op: "open", Path: "/state/k", Err: down}
			s, _ := onShelf(func(context.Context, string, string) error { return open }, nodeRED(
				`try { cache.get('k'); } catch (e) { msg.payload = [typeof e.value.Unwrap, typeof e.value.Err, String(e.value.Error())]; } return msg;`, shared))
			Expect(one(s, Message("0", nil)).Payload).To(HavePrefix(`["undefined","undefined","cache.get`))
		})

		It("keeps its reason where the script throws it again", func() {
			s, _ := onShelf(fails("get"), nodeRED("try { cache.get('k'); } catch (e) { throw e; } return msg;", shared))
			o := one(s, Message("0", nil))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "cache"))
			Expect(errors.Is(o.Err, down)).To(BeTrue())
		})

		DescribeTable("by holding something that is no JSON fails, and is no silent undefined:",
			func(value, message string) {
				s, kept := onShelf(nobodyFails, nodeRED("msg.payload = cache.get('k'); return msg;", shared))
				kept.put("k", value)
				o := one(s, Message("0", nil))
				Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "cache"))
				Expect(o.Meta).To(HaveKeyWithValue("umh_error_message", message))
			},
			Entry("an empty value", "", `cache.get of "k": the stored value is no JSON; cache.delete removes it, and on_unreadable: missing takes it for a missing key`),
			Entry("half a value", `{"a":`, `cache.get of "k": the stored value is no JSON; cache.delete removes it, and on_unreadable: missing takes it for a missing key`),
		)
	})

	Context("that hangs", func() {
		quick := TimeLimit(Soon)
		for _, op := range []string{"get", "set", "delete"} {
			It("ends with script_timeout, which the script cannot catch, in "+op, func() {
				hang := func(ctx context.Context, now, key string) error {
					if now == op && key == "stuck" {
						<-ctx.Done()
						return ctx.Err()
					}
					return nil
				}
				s, _ := onShelf(hang, nodeRED(
					"const k = msg.payload === 2 ? 'stuck' : 'k';\ntry {\n  cache."+op+"(k, 1);\n} catch (e) { return msg; } finally { if (k === 'stuck') cache.set('x', 1); }\nreturn msg;",
					shared, quick, Config{"on_error": "forward"}))
				for range 2 {
					out := process(s, Messages("1", "2", "3"))
					Expect(out).To(HaveLen(3))
					Expect(out[0].Err).NotTo(HaveOccurred())
					Expect(out[2].Err).NotTo(HaveOccurred())
					Expect(out[1].Meta).To(HaveKeyWithValue("umh_error_reason", "timeout"))
					Expect(out[1].Meta).To(HaveKeyWithValue("umh_error_message", ContainSubstring("script_timeout ("+Soon.String()+")")))
					Expect(out[1].Meta).To(HaveKeyWithValue("umh_error_line", "3"))
				}
				Expect(s.Count("vm_pool_abandoned")).To(BeZero())
			})
		}

		It("and hears no cancellation is left behind, with no lock in its hands", func() {
			released := make(chan struct{})
			defer close(released)
			hang := func(_ context.Context, op, key string) error {
				if op == "set" && key == "stuck" {
					<-released
					return down
				}
				return nil
			}
			s, _ := onShelf(hang, nodeRED("msg.payload = cache.update(msg.payload, n => (n ?? 0) + 1); return msg;",
				shared, quick, Config{"on_error": "forward"}))
			out := process(s, Messages(`"k"`, `"stuck"`, `"k"`))
			Expect(out[1].Meta).To(HaveKeyWithValue("umh_error_reason", "timeout"))
			Expect(out[2].Payload).To(Equal("2"))
			Expect(s.Count("vm_pool_abandoned")).To(BeEquivalentTo(1))
		})

		It("does not hold up the shutdown", func() {
			begun := make(chan struct{})
			kept := &shelf{values: map[string]string{}, meet: func(ctx context.Context, _, _ string) error {
				close(begun)
				<-ctx.Done()
				return ctx.Err()
			}}
			shelves.Store("shutdown", kept)
			s, err := Run(Options{
				Processors: []string{nodeRED("cache.get('k'); return msg;", shared, Config{"script_timeout": "0s"})},
				Caches:     []string{"label: state\nshelf: shutdown"},
			})
			Expect(err).NotTo(HaveOccurred())
			go func() { _ = s.Send(Messages("1")) }()
			Eventually(begun, Patience).Should(BeClosed())
			Expect(s.End()).To(Succeed())
			Expect(s.Log(slog.LevelError)).To(BeEmpty())
		})
	})
})

var _ = Describe("the lock of cache.update", func() {
	It("is waited for until script_timeout, and held as long as the update takes", func() {
		inside, goOn := make(chan struct{}), make(chan struct{})
		s, kept := onShelf(
			func(_ context.Context, _, key string) error {
				if key == "go" {
					close(inside)
					<-goOn
				}
				return nil
			},
			nodeRED("if (msg.payload === 'first') cache.update('n', n => { cache.get('go'); return (n ?? 0) + 1; }); return msg;",
				shared, Config{"script_timeout": "0s"}),
			nodeRED("if (msg.payload !== 'first')\n  cache.update('n', n => (n ?? 0) + 1); return msg;",
				shared, TimeLimit(Soon), Config{"on_error": "forward"}))
		first := make(chan error, 1)
		go func() { first <- s.Send(Messages(`"first"`)) }()
		Eventually(inside, Patience).Should(BeClosed())

		o := one(s, Message("1", nil))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "timeout"))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_line", "2"))
		Expect(kept.value("n")).To(BeEmpty())

		close(goOn)
		Eventually(first, Patience).Should(Receive(BeNil()))
		Expect(kept.value("n")).To(Equal("1"))
		Expect(one(s, Message("2", nil)).Err).NotTo(HaveOccurred())
		Expect(kept.value("n")).To(Equal("2"))
		Expect(s.Count("vm_pool_abandoned")).To(BeZero())
	})

	for _, kind := range []string{"in memory", "a resource"} {
		DescribeTable("is free again after a message that, "+kind+",",
			func(hang string, abandoned int) {
				s := pipelineOf(Options{Caches: []string{inMemoryResource}, Processors: []string{nodeRED(
					"msg.payload = cache.update('n', n => { if (msg.payload === 2) { "+hang+" return 99; } return (n ?? 0) + 1; }); return msg;",
					cacheKinds[kind], TimeLimit(Soon), Config{"on_error": "forward"})}})
				out := process(s, Messages("1", "2", "3"))
				Expect(out).To(HaveLen(3))
				Expect(out[0].Payload).To(Equal("1"))
				Expect(out[1].Meta).To(HaveKeyWithValue("umh_error_reason", "timeout"))
				Expect(out[2].Payload).To(Equal("2"))
				Expect(s.Count("vm_pool_abandoned")).To(BeEquivalentTo(abandoned))
			},
			Entry("loops in the function", "for (;;) {}", 0),
			Entry("is stuck in a native in the function", `/^(a+)+\1$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaab");`, 1),
		)
	}
})
