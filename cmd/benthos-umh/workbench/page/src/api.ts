// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What the workbench's server and its page speak.
// Made of api.go and package tag by `go test ./cmd/benthos-umh/workbench/api -update-api`: do not edit.

/** A State is what the workbench is opened on. */
export interface State {
  config: Config;
  /** Declarations are TypeScript: what scripts see. */
  declarations: string;
  /** SamplesFile is where samples are kept, "" where the user named no file. */
  samples_file: string;
  /** MaxSamples is how many samples there may be, MaxSampleBytes how long one may be. */
  max_samples: number;
  max_sample_bytes: number;
}

/** A Config is a config as it is on disk. */
export interface Config {
  /** File is "" where the user named none: it is one to start from then. */
  file: string;
  /** Name is the bridge of a config of umh-core, "" for a plain config. */
  name: string;
  /** Text is the YAML of the config. Of a bridge, it is filled in. */
  text: string;
  /** Version changes with what is on disk. */
  version: string;
  processors: Processor[];
  inputs: Input[];
  /** NoSave is why scripts cannot be written back, "" if they can. */
  no_save: string;
  /** Broken is why no processor can be shown, "" if they can. */
  broken: string;
}

/** A Processor is a tag_processor or nodered_js of a config. */
export interface Processor {
  /** Path is where it stands: pipeline.processors.0 */
  path: string;
  /** ID is its label, or where it has none its path. */
  id: string;
  /** Kind is tag_processor or nodered_js. */
  kind: string;
  scripts: Scripts;
  /** NoEdit is why its scripts cannot be changed here, "" if they can. */
  no_edit: string;
  /** Tried says that a run takes messages through it if no other is asked for. */
  tried: boolean;
}

/**
 * Scripts are those of a processor, as the file has them: without the last end of line,
 * with environment variables not replaced. One that is "" is not there.
 */
export interface Scripts {
  defaults: string;
  conditions: Condition[];
  advancedProcessing: string;
  code: string;
}

/** A Condition is one of a tag_processor. */
export interface Condition {
  /** From is its place in the list of the file, from 0; nil for a new one. */
  from: number | null;
  if: string;
  then: string;
}

/** An Input is one of the config's. */
export interface Input {
  /** Path is where it stands: input, or input.broker.inputs.0 */
  path: string;
  /** Kind is mqtt, kafka_franz and so on. */
  kind: string;
  /** About says how capturing leaves others undisturbed. */
  about: string;
  /** Refused is why nothing can be captured from it, "" if it can. */
  refused: string;
}

/**
 * A Draft is what the user has made of the scripts: those of the processors that differ
 * from the file's.
 */
export interface Draft {
  processors: DraftProcessor[];
}

/** A DraftProcessor are the scripts that a processor is to have. */
export interface DraftProcessor {
  path: string;
  scripts: Scripts;
}

/** A RunRequest takes all samples through the processors, in their order. */
export interface RunRequest {
  draft: Draft;
  /** Processor is the path of the one to run; "" for all of pipeline.processors. */
  processor: string;
  /** Chosen is the sample whose result is wanted at once, 0 for none. */
  chosen: number;
  /** Patient: go on after several messages ran into script_timeout. */
  patient: boolean;
}

/** Checked is the first event of a run: what is known before a message runs. */
export interface Checked {
  /** Run is the number of the run. */
  run: number;
  problems: Mistake[];
  running: Running[];
  /** Notes say what differs from a run of the config. */
  notes: string[];
  /** Stopped is why no message is run, "" if they are. */
  stopped: string;
}

/** A Mistake is something that lint found. */
export interface Mistake {
  /** Processor is the path of the processor, "" if it is about none of its scripts. */
  processor: string;
  /**
   * Stage is "defaults", "condition 1 if", "condition 1 then" and so on,
   * "advancedProcessing", or "code".
   */
  stage: string;
  /**
   * Line and Column are in the script as the draft has it, from 1, columns in code
   * points; 0 where not known.
   */
  line: number;
  column: number;
  /** FileLine and FileColumn are in the config's file, as it would be saved. */
  file_line: number;
  file_column: number;
  /** Severity is "error", "warning" or "note". */
  severity: string;
  text: string;
  rule: string;
}

/** Running is how one script runs. */
export interface Running {
  processor: string;
  stage: string;
  /** Way is "go", "shared_vm" or "own_vm". */
  way: string;
  /**
   * Note is what that costs and which words of the script cost it, "" for "go"; Line and
   * Column are where they stand, 0 where not known.
   */
  note: string;
  line: number;
  column: number;
}

/** A Row is what became of one sample, in short. An event "rows" has several. */
export interface Row {
  sample: number;
  /** Outcome is "processed", "dropped" or "failed". */
  outcome: string;
  /**
   * Tags are what leaves the last processor, the first 100 of them; TagCount is how many
   * there are.
   */
  tags: RowTag[];
  tag_count: number;
  /** Error is the first failure: its stage and text. */
  error: string;
  /** Logged is how many lines the scripts wrote to the log. */
  logged: number;
  took_ns: number;
}

/** A RowTag is one message that leaves the last processor. */
export interface RowTag {
  /** Topic is "" where it is no tag. */
  topic: string;
  /** Value is the tag's value as JSON, else the whole payload; the first 200 characters. */
  value: string;
  /** TimestampMs is the tag's time, nil where it is no tag. */
  timestamp_ms: number | null;
}

/** A Detail is what became of one sample, stage by stage. */
export interface Detail {
  run: number;
  sample: number;
  result: Result;
}

/** Done is the last event of a run. */
export interface Done {
  run: number;
  processed: number;
  dropped: number;
  failed: number;
  took_ns: number;
  /** Stopped is why the rest was not run, "" if all were. */
  stopped: string;
}

/** Samples are the messages to try. */
export interface Samples {
  samples: SampleHead[];
  /** Members are what scripts can expect in them. */
  members: Members;
  /** Note is what to know of those that were added, or "". */
  note: string;
  /** Unsaved says that SamplesFile has others. */
  unsaved: boolean;
}

/** A SampleHead is a sample in short. */
export interface SampleHead {
  /** ID is the sample's own, from 1; it stays when others come and go. */
  id: number;
  /** Preview is the beginning of its text. */
  preview: string;
  bytes: number;
}

/** Members are the keys that occur in samples, with an example of each. */
export interface Members {
  /** Meta are keys of the metadata. */
  meta: Member[];
  /** Payload are members of payloads that are objects; a path such as "sensors.flow". */
  payload: Member[];
}

/** A Member is a key that occurs in samples. */
export interface Member {
  path: string;
  example: string;
}

/**
 * A SampleText is a sample as a line of a file that `tag try` reads. It may be written on
 * several lines here.
 */
export interface SampleText {
  text: string;
}

/** AddSamples adds what the user pasted or dropped: a message a line, or JSON documents. */
export interface AddSamples {
  text: string;
  /** After is the sample to add them behind, 0 for the end. */
  after: number;
}

/** A CaptureRequest takes messages from an input of the config. */
export interface CaptureRequest {
  /** Input is its path. */
  input: string;
  /** Count is how many, Seconds how long to wait for them. */
  count: number;
  seconds: number;
}

/** Captured is an event of capturing: how many messages there are so far. */
export interface Captured {
  count: number;
}

/** CaptureDone is the last event of capturing; the samples are there then. */
export interface CaptureDone {
  count: number;
  /** Why is why there are fewer than were asked for, or "". */
  why: string;
}

/** A Preview is what saving would do. */
export interface Preview {
  before: string;
  after: string;
}

/** A SaveRequest writes a draft into the config's file. */
export interface SaveRequest {
  draft: Draft;
  /**
   * Version is the Config's that the draft is of. If the file has changed meanwhile, it
   * is a Conflict.
   */
  version: string;
  /**
   * Overwrite is the version of a Conflict that the user has seen, or "": what the draft
   * changes goes into that one. Where both have changed the conditions, it is refused.
   */
  overwrite: string;
}

/** Saved is a config that was written. */
export interface Saved {
  config: Config;
}

/** A Conflict is a config that changed on disk since it was read. */
export interface Conflict {
  /** Version and Text are those of the file now. */
  version: string;
  text: string;
  /** Error says so. */
  error: string;
}

/** A TestRequest keeps a sample and its result as a unit test for `benthos-umh test`. */
export interface TestRequest {
  draft: Draft;
  sample: number;
  name: string;
  /** Processor is as in a RunRequest. */
  processor: string;
}

/** Kept is a file that was written. */
export interface Kept {
  file: string;
  /** Text is what was added, for the user to see. */
  text: string;
}

/** A Problem is the body of an answer that is none. */
export interface Problem {
  error: string;
}

/**
 * A Result is what became of one sample. It is what --json prints, a line each;
 * the names of its members are kept.
 */
export interface Result {
  /** Line is the sample's line in the input, from 1. */
  line: number;
  /** File is the sample's file, where there are several. */
  file?: string;
  /**
   * Outcome is "processed", "dropped" or "failed". Where a part of a fan-out
   * failed, the message has failed.
   */
  outcome: string;
  /**
   * Runs are the processors that the message came by, in order. A processor that
   * got several messages of the one before has a run for each.
   */
  runs: Run[];
  /** Outputs are the messages that leave the last processor. */
  outputs: Output[];
  /** Log is what scripts wrote to the console and what the processors warned of. */
  log?: LogEntry[];
}

/** A Run is one message in one processor. */
export interface Run extends Branch {
  /** Processor is its label, or where it has none its path in the config. */
  processor: string;
  /** Kind is tag_processor or nodered_js. */
  kind: string;
  /** Failures are why the message, or some of its branches, failed. */
  failures?: Failure[];
  /** Flagged says that the original goes on, flagged with the first failure. */
  flagged?: boolean;
}

/**
 * A Branch is a message on its way through the stages: to the end, or to where it
 * was dropped, failed, or became several messages.
 */
export interface Branch {
  steps: Step[];
  /**
   * End is "emitted", "dropped", "failed" or "branched", or "unfinished" where the
   * message was given up before.
   */
  end: string;
  /** Output is the message that goes on. */
  output?: Output;
  /** Failure is why this branch failed. */
  failure?: Failure;
  branches?: Branch[];
}

/** A Step is one script on one message. */
export interface Step {
  /**
   * Stage is "defaults", "condition 1 if", "condition 1 then" and so on,
   * "advancedProcessing", or "code".
   */
  stage: string;
  /**
   * TookNs is the time it took, in nanoseconds. The first message pays for what is
   * made only once.
   */
  took_ns: number;
  /**
   * Way is how the script ran: "go", "shared_vm", or "own_vm" for a VM of its own for
   * each message.
   */
  way: string;
  /** GivenUp is why a script that runs in Go ran in a VM this time. */
  given_up?: GivenUp;
  /**
   * Note is what the script costs, if that is of note: "needs a VM of its own for
   * each message, about 10 times slower: uses `class` at line 3, column 1".
   */
  note?: string;
  /** Holds is the result of an if; it is there for no other stage. */
  holds?: boolean;
  /**
   * Changes are, for each message that the script gave, what it changed. They are
   * missing where the script failed, and for an if.
   */
  changes?: Change[];
}

/**
 * A GivenUp is why a script was given up in Go, and where: at the last call or turn
 * of a loop that had begun.
 */
export interface GivenUp {
  reason: string;
  /** Line and Column are in the script's own text, from 1; 0 where not known. */
  line?: number;
  column?: number;
}

/** A Change is the difference that a script made. */
export interface Change {
  /** Payload is there where the payload is another one. */
  payload?: PayloadChange;
  /** Meta has every key that was set, changed or removed. */
  meta?: Record<string, MetaChange>;
}

/** A PayloadChange has the payload before and after a script. */
export interface PayloadChange {
  before: Content;
  after: Content;
}

/** A MetaChange has a metadata value before and after a script; nil is no such key. */
export interface MetaChange {
  before: string | null;
  after: string | null;
}

/** An Output is a message that leaves a processor. */
export interface Output extends Content {
  meta: Record<string, unknown>;
  /** Topic is the tag's topic, for tag_processor. */
  topic?: string;
  /** Error is the error that a flagged message carries. */
  error?: string;
}

/** A Failure is why a message failed, and where in the script. */
export interface Failure {
  stage: string;
  reason: string;
  error: string;
  /** Line and Column are in the script's own text, from 1; 0 where not known. */
  line?: number;
  column?: number;
  /** FileLine and FileColumn are the same place in the config's File, as far as it is known. */
  file?: string;
  file_line?: number;
  file_column?: number;
  /** Frame is the line of code with a caret below the column. */
  frame?: string;
}

/** A LogEntry is one line of the log. */
export interface LogEntry {
  level: string;
  text: string;
}

/** Content is the payload of a message, in one of three ways. */
export interface Content {
  /**
   * Payload is the payload where it is JSON, with the digits of its numbers. A text
   * payload between two scripts is a JSON string.
   */
  payload?: unknown;
  /** Text is the payload where it is text that is no JSON. */
  text?: string;
  /** Base64 is the payload where it is no UTF-8. */
  base64?: string;
}
