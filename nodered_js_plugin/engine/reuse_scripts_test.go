package engine

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// usualScripts are what people write. All of them must be found reusable.
var usualScripts = []string{
	`msg.meta.location_path = "enterprise.site.area"; msg.meta.data_contract = "_historian"; msg.meta.tag_name = "temperature"; return msg;`,
	`msg.payload = parseFloat(msg.payload) * 1.8 + 32; return msg;`,
	`msg.meta.virtual_path = msg.meta.opcua_tag_path; return msg;`,
	`if (msg.payload > 100) { return null; } return msg;`,
	`return { payload: msg.payload, meta: { ...msg.meta, unit: "C" } };`,
	`return [msg, { payload: msg.payload * 2, meta: { ...msg.meta, tag_name: msg.meta.tag_name + "_double" } }];`,
	`const parts = msg.meta.opcua_node_id.split("."); msg.meta.tag_name = parts.pop(); msg.meta.virtual_path = parts.slice(1).join("."); return msg;`,
	`msg.meta.tag_name = msg.meta.topic.split("/").pop().toLowerCase().replace(/[^a-z0-9_]/g, "_"); return msg;`,
	`let v = msg.payload; if (typeof v === "string") { v = v.trim(); if (v === "ON") v = true; else if (v === "OFF") v = false; } msg.payload = v; return msg;`,
	`const map = { 1: "running", 2: "stopped", 3: "fault" }; msg.payload = map[msg.payload] || "unknown"; return msg;`,
	`msg.meta.unit = ({ temperature: "degC", pressure: "bar" })[msg.meta.tag_name] || ""; return msg;`,
	`const m = /^ns=(\d+);s=(.*)$/.exec(msg.meta.opcua_node_id); if (m) { msg.meta.ns = m[1]; msg.meta.tag_name = m[2]; } return msg;`,
	`const match = msg.meta.topic.match(/line(\d+)\/cell(\d+)/); if (!match) return null; const [, line, cell] = match; msg.meta.location_path = "acme.line" + line + ".cell" + cell; return msg;`,
	`if (!/^[a-z]+$/i.test(msg.meta.tag_name)) return null; return msg;`,
	`const out = []; for (const key of Object.keys(msg.payload)) { out.push({ payload: msg.payload[key], meta: { ...msg.meta, tag_name: key } }); } return out;`,
	`const out = []; for (const key in msg.payload) { if (Object.prototype.hasOwnProperty.call(msg.payload, key)) { out.push({ payload: msg.payload[key], meta: Object.assign({}, msg.meta, { tag_name: key }) }); } } return out;`,
	`const out = []; for (var k in msg.payload) { if (!msg.payload.hasOwnProperty(k)) continue; var value = msg.payload[k]; if (typeof value === "object") { for (var j in value) { out.push({ payload: value[j], meta: { ...msg.meta, virtual_path: k, tag_name: j } }); } } else { out.push({ payload: value, meta: { ...msg.meta, tag_name: k } }); } } return out;`,
	`return Object.entries(msg.payload).map(([key, value]) => ({ payload: value, meta: { ...msg.meta, tag_name: key } }));`,
	`return Object.entries(msg.payload).filter(([k, v]) => typeof v === "number").map(([k, v]) => ({ payload: v, meta: { ...msg.meta, tag_name: k.toLowerCase() } }));`,
	`return Object.keys(msg.payload).sort().map(function (k) { return { payload: msg.payload[k], meta: { ...msg.meta, tag_name: k } }; });`,
	`Object.keys(msg.payload.meta || {}).forEach(k => { msg.meta[k] = String(msg.payload.meta[k]); }); msg.payload = msg.payload.value; return msg;`,
	`for (const [k, v] of Object.entries(msg.payload.labels)) msg.meta["label_" + k] = v; return msg;`,
	`const { value, timestamp, quality = "good" } = msg.payload; msg.payload = value; msg.meta.timestamp_ms = String(timestamp); msg.meta.quality = quality; return msg;`,
	`const { temperature: { value: t = 0 } = {}, ...rest } = msg.payload; msg.payload = t; msg.meta.others = Object.keys(rest).join(","); return msg;`,
	"msg.meta.location_path = `${msg.meta.enterprise}.${msg.meta.site}.line${msg.payload.line ?? 0}`; return msg;",
	`msg.payload = JSON.parse(JSON.stringify(msg.payload)); msg.payload.copied = true; return msg;`,
	`try { msg.payload = JSON.parse(msg.payload); } catch (e) { console.warn("not JSON: " + e.message); return null; } return msg;`,
	`const last = cache.get("last_" + msg.meta.tag_name); cache.set("last_" + msg.meta.tag_name, msg.payload); if (last === msg.payload) return null; return msg;`,
	`const key = msg.meta.topic; const n = (cache.get(key) || 0) + 1; cache.set(key, n); msg.meta.count = n; return msg;`,
	`const w = cache.exists("w") ? cache.get("w") : []; w.push(msg.payload); if (w.length > 10) w.shift(); cache.set("w", w); msg.payload = w.reduce((a, b) => a + b, 0) / w.length; return msg;`,
	`const s = cache.get("stats") || { min: Infinity, max: -Infinity, n: 0 }; s.min = Math.min(s.min, msg.payload); s.max = Math.max(s.max, msg.payload); s.n++; cache.set("stats", s); msg.payload = s; return msg;`,
	`msg.payload = cache.update("n", n => (n ?? 0) + 1); return msg;`,
	`msg.payload = cache.update("n", function (n) { return (n || 0) + msg.payload; }); return msg;`,
	`let before; cache.update("last_" + msg.meta.tag_name, v => { before = v; return msg.payload; }); if (msg.payload === before) return null; msg.meta.before = before; return msg;`,
	`const last = cache.update("h", list => [...(list ?? []), msg.payload].slice(-5)); msg.payload = last.reduce((s, v) => s + v, 0) / last.length; return msg;`,
	`const w = cache.update("w", (list = []) => { list.push({ t: Date.now(), v: msg.payload }); while (list.length > 10) list.shift(); return list; }); w.forEach(e => { e.seen = true; }); msg.payload = w; return msg;`,
	`let changed; const on = cache.update("alarm", was => { const is = was ? msg.payload >= 75 : msg.payload > 80; changed = is !== (was ?? false); return is; }); if (!changed) return null; msg.payload = on; return msg;`,
	`const count = n => (n ?? 0) + 1; const s = cache.update("s", v => { v ??= { total: 0 }; v.total += msg.payload; v[msg.meta.shift] = count(v[msg.meta.shift]); return v; }); msg.payload = s.total; return msg;`,
	`cache.update("a", a => { cache.update("b", b => (b ?? 0) + 1); return cache.get("b") + (a ?? 0); }); return msg;`,
	`try { cache.update("k", v => { if (v === undefined) throw new Error("first"); return v; }); } catch (e) { msg.meta.error = e.message; cache.set("k", 0); } return msg;`,
	`cache.update("k", v => undefined); cache.update("o", o => Object.assign({}, o, { [msg.meta.tag_name]: msg.payload })); return msg;`,
	`const now = Date.now(); const since = now - (cache.get("t") || now); cache.set("t", now); msg.meta.elapsed = since; return msg;`,
	`const d = new Date(msg.payload.ts); msg.meta.timestamp_ms = d.getTime().toString(); msg.meta.hour = d.getUTCHours(); msg.payload = msg.payload.v; return msg;`,
	`const d = new Date(); d.setHours(0, 0, 0, 0); d.setDate(d.getDate() - 1); msg.meta.day = d.toISOString().slice(0, 10); return msg;`,
	`const bits = []; for (let i = 0; i < 16; i++) { bits.push({ payload: ((msg.payload >> i) & 1) === 1, meta: { ...msg.meta, tag_name: "bit_" + i } }); } return bits;`,
	`const names = ["run", "stop", "alarm", "ready"]; return names.map((name, i) => ({ payload: Boolean(msg.payload & (1 << i)), meta: { ...msg.meta, tag_name: name } }));`,
	`const hi = msg.payload[0], lo = msg.payload[1]; const buf = new ArrayBuffer(4); const view = new DataView(buf); view.setUint16(0, hi); view.setUint16(2, lo); msg.payload = view.getFloat32(0); return msg;`,
	`const bytes = new Uint8Array(4); msg.payload.forEach((b, i) => { bytes[i] = b; }); msg.payload = new Float32Array(bytes.buffer)[0]; return msg;`,
	`const raw = parseInt(msg.payload, 16); msg.payload = raw > 0x7fff ? raw - 0x10000 : raw; return msg;`,
	`msg.payload = Number(msg.payload).toFixed(2); return msg;`,
	`msg.payload = Math.round(msg.payload * 100) / 100; return msg;`,
	`switch (msg.meta.tag_name) { case "t": msg.meta.unit = "C"; break; case "p": msg.meta.unit = "bar"; msg.payload /= 1000; break; default: return null; } return msg;`,
	`switch (true) { case msg.payload < 10: msg.meta.level = "low"; break; case msg.payload < 100: msg.meta.level = "mid"; break; default: msg.meta.level = "high"; } return msg;`,
	`function toCamel(s) { return s.replace(/_([a-z])/g, (m, c) => c.toUpperCase()); } msg.meta.tag_name = toCamel(msg.meta.tag_name); return msg;`,
	`const scale = (v, inMin, inMax, outMin, outMax) => (v - inMin) * (outMax - outMin) / (inMax - inMin) + outMin; msg.payload = scale(msg.payload, 0, 27648, 0, 100); return msg;`,
	`function walk(o, path, out) { for (const k in o) { if (typeof o[k] === "object" && o[k] !== null) walk(o[k], path + k + ".", out); else out[path + k] = o[k]; } } const flat = {}; walk(msg.payload, "", flat); msg.payload = flat; return msg;`,
	`function flatten(obj, prefix = "") { return Object.keys(obj).reduce((acc, k) => { const p = prefix ? prefix + "." + k : k; if (obj[k] && typeof obj[k] === "object" && !Array.isArray(obj[k])) Object.assign(acc, flatten(obj[k], p)); else acc[p] = obj[k]; return acc; }, {}); } const flat = flatten(msg.payload); return Object.keys(flat).map(k => ({ payload: flat[k], meta: { ...msg.meta, tag_name: k } }));`,
	`const result = []; (function visit(node, path) { if (node !== null && typeof node === "object") { for (const [k, v] of Object.entries(node)) visit(v, path.concat(k)); } else { result.push({ payload: node, meta: { ...msg.meta, virtual_path: path.slice(0, -1).join("."), tag_name: path[path.length - 1] } }); } })(msg.payload, []); return result;`,
	`const walk = (node, path = []) => Array.isArray(node) ? node.flatMap((n, i) => walk(n, [...path, i])) : [{ payload: node, meta: { ...msg.meta, tag_name: path.join("_") } }]; return walk(msg.payload);`,
	`const counts = msg.payload.reduce((acc, k) => { acc[k] = (acc[k] || 0) + 1; return acc; }, {}); msg.payload = counts; return msg;`,
	`const groups = {}; msg.payload.forEach(r => { (groups[r.type] = groups[r.type] || []).push(r); }); msg.payload = groups; return msg;`,
	`const groups = {}; for (const r of msg.payload) { if (!groups[r.type]) groups[r.type] = []; groups[r.type].push(r.value); } return Object.keys(groups).map(t => ({ payload: groups[t].length, meta: { ...msg.meta, tag_name: t } }));`,
	`const byId = new Map(); for (const r of msg.payload) { if (!byId.has(r.id)) byId.set(r.id, []); byId.get(r.id).push(r); } msg.payload = [...byId.values()].map(list => list.length); return msg;`,
	`const counts = new Map(); for (const c of msg.payload) counts.set(c, (counts.get(c) ?? 0) + 1); msg.payload = Object.fromEntries(counts); return msg;`,
	`const seen = new Set(); msg.payload = msg.payload.filter(x => { if (seen.has(x.id)) return false; seen.add(x.id); return true; }); return msg;`,
	`msg.payload = [...new Set(msg.payload)].sort((a, b) => a - b); return msg;`,
	`msg.payload.sort((a, b) => a.name.localeCompare(b.name)); msg.payload.reverse(); return msg;`,
	`msg.payload = msg.payload.map(Number).filter(Number.isFinite); return msg;`,
	`msg.payload = msg.payload.split(",").map(s => s.trim()).filter(Boolean).map(parseFloat); return msg;`,
	`msg.payload = Math.max(...msg.payload.values.map(v => v.y)); return msg;`,
	`msg.payload = Math.max.apply(null, msg.payload); return msg;`,
	`msg.payload = msg.payload.some(v => v > 5) && msg.payload.every(v => v < 50); return msg;`,
	`const sum = msg.payload.reduce((s, v) => s + v, 0); const mean = sum / msg.payload.length; const sd = Math.sqrt(msg.payload.map(v => (v - mean) ** 2).reduce((s, v) => s + v, 0) / msg.payload.length); msg.payload = { mean, sd }; return msg;`,
	`class Scaler { constructor(f) { this.f = f; } apply(v) { return v * this.f; } } const s = new Scaler(0.1); msg.payload = s["apply"] ? msg.payload * 0.1 : 0; return msg;`,
	`class Converter { constructor(unit) { this.unit = unit; this.log = []; } convert(v) { this.log.push(v); return this.unit === "F" ? (v - 32) / 1.8 : v; } static of(u) { return new Converter(u); } } msg.payload = Converter.of(msg.meta.unit).convert(msg.payload); return msg;`,
	`class Base { constructor(v) { this.v = v; } get value() { return this.v; } } class Temp extends Base { constructor(v) { super(v); this.unit = "C"; } toString() { return this.value + this.unit; } } msg.payload = String(new Temp(msg.payload)); return msg;`,
	`class BadValue extends Error { constructor(m, v) { super(m); this.name = "BadValue"; this.v = v; } } try { if (isNaN(msg.payload)) throw new BadValue("nan", msg.payload); } catch (e) { if (e instanceof BadValue) { msg.meta.error = e.message; msg.payload = 0; } else throw e; } return msg;`,
	`if (msg.payload === undefined || msg.payload === null) throw new Error("no payload"); return msg;`,
	`const convert = { c: v => v, f: v => (v - 32) / 1.8, k: v => v - 273.15 }; const fn = convert[msg.meta.unit] || (v => v); msg.payload = fn(msg.payload); return msg;`,
	`const handlers = { temp(m) { m.payload *= 10; return m; }, level: function (m) { return m; } }; const h = handlers[msg.meta.tag_name]; return h ? h(msg) : null;`,
	`const rules = [{ re: /^T\d+/, unit: "C" }, { re: /^P\d+/, unit: "bar" }]; for (const r of rules) { if (r.re.test(msg.meta.tag_name)) { msg.meta.unit = r.unit; break; } } return msg;`,
	`const rules = [{ test: t => t.startsWith("T"), unit: "C" }, { test: t => t.endsWith("_p"), unit: "bar" }]; const rule = rules.find(r => r.test(msg.meta.tag_name)); if (rule) msg.meta.unit = rule.unit; return msg;`,
	`var self = { n: 0, inc: function () { this.n++; return this; } }; self.inc().inc(); msg.meta.n = self.n; return msg;`,
	`let counter = (() => { let n = 0; return { next: () => ++n, reset() { n = 0; } }; })(); counter.next(); msg.meta.n = counter.next(); return msg;`,
	`const pipe = (...fns) => x => fns.reduce((v, f) => f(v), x); msg.payload = pipe(v => v * 2, v => v + 1, Math.round)(msg.payload); return msg;`,
	`const compose = (f, g) => x => g(f(x)); msg.payload = compose(Number, v => v + 1)(msg.payload); return msg;`,
	`const memo = {}; const fib = n => n < 2 ? n : memo[n] || (memo[n] = fib(n - 1) + fib(n - 2)); msg.payload = fib(20); return msg;`,
	`msg.payload.items.forEach(item => { item.total = item.price * item.qty; }); msg.payload.sum = msg.payload.items.reduce((s, i) => s + i.total, 0); return msg;`,
	`for (const item of msg.payload.items) { item.ts = Date.now(); delete item.debug; } return msg;`,
	`for (let i = 0; i < msg.payload.length; i++) { msg.payload[i].index = i; } return msg;`,
	`for (let i = msg.payload.length - 1; i >= 0; i--) { if (msg.payload[i].bad) msg.payload.splice(i, 1); } return msg;`,
	`let i = 0; while (i < msg.payload.length) { if (msg.payload[i] === null) { msg.payload[i] = 0; } i++; } return msg;`,
	`outer: for (const row of msg.payload) { for (const cell of row) { if (cell < 0) { msg.meta.negative = "true"; break outer; } } } return msg;`,
	`const rows = msg.payload.trim().split("\n"); const head = rows.shift().split(","); return rows.map(r => { const o = {}; r.split(",").forEach((c, i) => { o[head[i]] = c; }); return { payload: o, meta: { ...msg.meta } }; });`,
	`const [header, ...lines] = msg.payload.split("\n"); const cols = header.split(";"); msg.payload = lines.map(l => Object.fromEntries(l.split(";").map((v, i) => [cols[i], v]))); return msg;`,
	`msg.payload = msg.payload.map((row, y) => row.map((v, x) => ({ x, y, v }))).flat(); return msg;`,
	`const matrix = Array.from({ length: 3 }, () => new Array(3).fill(0)); matrix[1][2] = msg.payload; msg.payload = matrix; return msg;`,
	`const a = Array.from(msg.payload, (c, i) => c.charCodeAt(0) ^ i); msg.payload = String.fromCharCode(...a); return msg;`,
	`const hex = msg.payload.match(/.{1,2}/g).map(b => parseInt(b, 16)); msg.payload = hex; return msg;`,
	`msg.payload = encodeURIComponent(msg.payload) + "|" + decodeURIComponent("%20"); return msg;`,
	`msg.payload = [..."hello"].reverse().join("") + msg.payload.padStart(5, "0") + "x".repeat(3); return msg;`,
	`msg.meta.tag_name = msg.meta.tag_name.replace(/(\w+)\.(\w+)/, "$2_$1").replaceAll(" ", "").normalize("NFC"); return msg;`,
	`const re = /(\d+)/g; let m; const nums = []; while ((m = re.exec(msg.payload)) !== null) nums.push(Number(m[1])); msg.payload = nums; return msg;`,
	`msg.payload = [...msg.payload.matchAll(/(?<k>\w+)=(?<v>\w+)/g)].map(m => ({ [m.groups.k]: m.groups.v })); return msg;`,
	`const o = {}; msg.payload.split("&").forEach(p => { const [k, v] = p.split("="); o[decodeURIComponent(k)] = decodeURIComponent(v || ""); }); msg.payload = o; return msg;`,
	`const cfg = { limits: { low: 1, high: 9 }, names: ["a", "b"] }; cfg.limits.low = 2; cfg.names.push("c"); msg.meta.alarm = String(msg.payload < cfg.limits.low || msg.payload > cfg.limits.high); return msg;`,
	`const out = { a: {}, b: {} }; out.a[msg.meta.tag_name] = msg.payload; out.b.list = []; out.b.list.push(msg.payload); msg.payload = out; return msg;`,
	`msg.payload = { value: msg.payload, at: new Date().toISOString(), by: [msg.meta.device, msg.meta.line].filter(Boolean).join("/") }; return msg;`,
	`const q = msg.payload?.quality?.code ?? 192; if ((q & 0xC0) !== 0xC0) return null; msg.payload = msg.payload.value; return msg;`,
	`delete msg.meta.debug; delete msg.payload.internal; return msg;`,
	`for (const k of Object.keys(msg.meta)) { if (k.startsWith("opcua_")) delete msg.meta[k]; } return msg;`,
	`Object.keys(msg.meta).filter(k => !k.startsWith("_")).forEach(k => { msg.meta[k.toLowerCase()] = msg.meta[k]; }); return msg;`,
	`msg.meta = { location_path: "a.b", data_contract: "_raw", tag_name: "x" }; return msg;`,
	`msg.meta = Object.assign({}, msg.meta, { a: "1" }); msg.meta.b = "2"; return msg;`,
	`var newMsg = { payload: msg.payload, meta: {} }; for (var k in msg.meta) newMsg.meta[k] = msg.meta[k]; newMsg.meta.copy = "1"; return newMsg;`,
	`const messages = []; const push = (name, v) => messages.push({ payload: v, meta: { ...msg.meta, tag_name: name } }); push("a", msg.payload.a); push("b", msg.payload.b); return messages;`,
	`let msgs = []; const base = Object.freeze({ ...msg.meta }); [1, 2, 3].forEach(i => { const m = { payload: msg.payload * i, meta: { ...base } }; m.meta.tag_name = "x" + i; msgs.push(m); }); return msgs;`,
	`unit = "C"; if (msg.payload > 100) { unit = "F"; } msg.meta.unit = unit; return msg;`,
	`for (i = 0; i < 3; i++) { msg.payload += i; } return msg;`,
	`tag = msg.meta.tag_name.split("."); msg.meta.tag_name = tag[tag.length - 1]; return msg;`,
	`msg = { payload: msg.payload, meta: msg.meta }; return msg;`,
	`let msg2 = msg; msg2.payload = 5; return msg2;`,
	`var payload = msg.payload, meta = msg.meta; meta.tag_name = "x"; payload.y = 1; return { payload: payload, meta: meta };`,
	`console.log("in", msg.payload, JSON.stringify(msg.meta)); console.error({ msg }); return msg;`,
	`console.debug(` + "`tag ${msg.meta.tag_name}: ${JSON.stringify(msg.payload, null, 2)}`" + `); return msg;`,
	`const log = console.log; log("x"); return msg;`,
	`const { round, floor } = Math; msg.payload = round(msg.payload) + floor(0.5); return msg;`,
	`const f = msg.payload > 0 ? Math.floor : Math.ceil; msg.payload = f(msg.payload); return msg;`,
	`const str = Object.prototype.toString.call(msg.payload); if (str === "[object Array]") msg.payload = msg.payload.length; return msg;`,
	`if (msg.payload instanceof Array || Array.isArray(msg.payload)) msg.payload = msg.payload[0]; return msg;`,
	`if (msg.payload && msg.payload.constructor === Object) msg.payload = Object.keys(msg.payload).length; return msg;`,
	`function f() { var args = Array.prototype.slice.call(arguments); return args.concat(Array.from(arguments)).length + arguments.length + arguments[0]; } msg.payload = f(1, 2, 3); return msg;`,
	`const big = BigInt(msg.payload) * 2n ** 10n; msg.payload = Number(BigInt.asIntN(32, big)); return msg;`,
	`const e = new Error("x", { cause: msg.payload }); msg.meta.stack = e.stack.split("\n")[0]; return msg;`,
	`const sorted = msg.payload.toSorted((a, b) => b.v - a.v).with(0, { v: 1 }); sorted.at(-1).v = 0; msg.payload = sorted; return msg;`,
	`const it = msg.payload[Symbol.iterator](); it.next(); msg.payload = it.next().value; return msg;`,
	`const range = { from: 1, to: 3, [Symbol.iterator]() { let n = this.from, to = this.to; return { next: () => n <= to ? { value: n++, done: false } : { value: undefined, done: true } }; } }; msg.payload = [...range]; return msg;`,
	`const state = cache.get("state") || {}; state[msg.meta.tag_name] = msg.payload; cache.set("state", state); const { a, b } = state; if (a === undefined || b === undefined) return null; msg.payload = a / b; return msg;`,
	`const list = cache.get("list") || []; list.push({ v: msg.payload, t: Date.now() }); while (list.length && list[0].t < Date.now() - 60000) list.shift(); cache.set("list", list); msg.payload = list.reduce((s, e) => s + e.v, 0); return msg;`,
	`const defaults = { a: 1, b: { c: 2 } }; const merge = (t, s) => { for (const k of Object.keys(s)) t[k] = s[k]; return t; }; msg.payload = merge(merge({}, defaults), msg.payload); return msg;`,
	`const pick = (o, keys) => keys.reduce((r, k) => (k in o ? { ...r, [k]: o[k] } : r), {}); msg.payload = pick(msg.payload, ["a", "b"]); return msg;`,
	`const get = (o, path) => path.split(".").reduce((v, k) => (v == null ? undefined : v[k]), o); msg.payload = get(msg.payload, "a.b.c"); return msg;`,
	`const index = msg.payload.findIndex(r => r.id === 3); if (index >= 0) { msg.payload[index].found = true; msg.payload.splice(index + 1, 0, { id: 4 }); } return msg;`,
	`const last = msg.payload.at(-1) ?? msg.payload[msg.payload.length - 1]; last.seen = true; msg.payload = last; return msg;`,
	`const axes = ["x", "y", "z"]; const out = {}; for (const a of axes) { out[a] = msg.payload["axis_" + a]; msg.payload["axis_" + a].seen = 1; } msg.payload = out; return msg;`,
	`const a = msg.payload.a, b = msg.payload.b; [msg.payload.a, msg.payload.b] = [b, a]; ({ x: msg.meta.x, y: msg.meta.y } = { x: "1", y: "2" }); return msg;`,
	`const o = { get sum() { return this.a + this.b; }, set both(v) { this.a = v; this.b = v; }, a: 1, b: 2 }; o.both = msg.payload; msg.payload = o.sum; return msg;`,
	`label: { if (msg.payload > 1) break label; msg.payload = 0; } do { msg.payload++; } while (msg.payload < 5); return msg;`,
	`var timeout = 5, result; if (msg.payload > timeout) result = "late"; else result = "ok"; msg.meta.result = result; return msg;`,
	`function Tag(name, value) { this.name = name; this.value = value; } var t = new Tag("a", msg.payload); msg.payload = t.value; return msg;`,
	`const parse = s => { try { return JSON.parse(s, (k, v) => (k === "skip" ? undefined : v)); } catch { return s; } }; msg.payload = parse(msg.payload); return msg;`,
	`msg.payload = JSON.stringify(msg.payload, (k, v) => (typeof v === "number" ? Math.round(v) : v)); return msg;`,
	`const values = msg.payload.values; for (const v of values) { v.ok = v.q === 192; } msg.payload = values.filter(v => v.ok).map(v => v.value); return msg;`,
	`const { values, keys } = msg.payload; msg.payload = keys.map((k, i) => ({ k, v: values[i] })); return msg;`,
	`return msg.payload.tags.map(t => ({ payload: t.value, meta: { ...msg.meta, tag_name: t.name, unit: t.unit || "", timestamp_ms: String(t.timestamp) } }));`,
	`const lookup = new Map([["temp", "degC"], ["press", "bar"]]); msg.meta.unit = lookup.get(msg.meta.tag_name) ?? "-"; return msg;`,
	`const order = { low: 0, mid: 1, high: 2 }; msg.payload.sort((a, b) => order[a.level] - order[b.level]); return msg;`,
	`var hasOwn = {}.hasOwnProperty; msg.meta.has = String(Object.hasOwn(msg.payload, "a") || "a" in msg.payload); return msg;`,
	`const pad = n => String(n).padStart(2, "0"); const d = new Date(0); msg.meta.t = [d.getUTCHours(), d.getUTCMinutes()].map(pad).join(":"); return msg;`,
	`if (!msg.payload || typeof msg.payload !== "object") return msg; const stack = [msg.payload]; let n = 0; while (stack.length) { const o = stack.pop(); n++; for (const v of Object.values(o)) if (v && typeof v === "object") stack.push(v); } msg.payload = n; return msg;`,
	`(function () { msg.payload = 1; })(); return msg;`,
	`var that = this.msg; that.payload = 1; return that;`,
	`return typeof window === "undefined" && typeof global === "undefined" && typeof require === "undefined" && typeof globalThis !== "undefined" ? msg : null;`,
}

func TestUsualScriptsAreReusable(t *testing.T) {
	for _, script := range usualScripts {
		if a := bodyAnalysis(t, script, false); !a.Reusable {
			t.Errorf("%s, at %.40q of\n%s", a.Reason, script[max(int(a.Pos)-14, 0):], script)
		}
	}
	if n := len(usualScripts); n < 80 {
		t.Errorf("only %d scripts", n)
	}
}

// TestVectorScriptsAreReusable takes the scripts of the vectors that show how the
// processors are used.
func TestVectorScriptsAreReusable(t *testing.T) {
	data, err := os.ReadFile("../../tag_processor_plugin/testdata/conformance/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Name   string
		Config any
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]Kind{"defaults": Body, "then": Body, "advancedProcessing": Body, "if": Condition, "code": StrictBody}
	all, reusable := 0, 0
	for _, v := range vectors {
		usual := strings.HasPrefix(v.Name, "scenario/") || strings.HasPrefix(v.Name, "fanout/")
		eachConfigText(v.Config, "", func(field, source string) {
			kind, script := kinds[field]
			s, err := Compile(field, source, kind)
			if !script || err != nil {
				return
			}
			all++
			if s.Reusable() {
				reusable++
			} else if usual {
				reason, line, column := s.ReuseVerdict()
				t.Errorf("%s, %s:%d:%d: %s", v.Name, field, line, column, reason)
			}
		})
	}
	t.Logf("%d of %d scripts are reusable", reusable, all)
	if reusable*10 < all*9 {
		t.Errorf("only %d of %d scripts are reusable", reusable, all)
	}
}

// eachConfigText calls f with every text in a config and the name of its field.
func eachConfigText(config any, field string, f func(field, text string)) {
	switch config := config.(type) {
	case string:
		f(field, config)
	case []any:
		for _, c := range config {
			eachConfigText(c, field, f)
		}
	case map[string]any:
		for name, c := range config {
			eachConfigText(c, name, f)
		}
	}
}
