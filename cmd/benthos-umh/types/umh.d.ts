// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What scripts of tag_processor and nodered_js see. Written by
// `benthos-umh types`; needs TypeScript 5.1 or later.

/** The message. Return it to let it go on. */
declare var msg: UmhMessage;

/** Writes to the log of benthos-umh, at the level of the function's name. */
declare var console: UmhConsole;

/**
 * Remembers values from one message to the next. All scripts of a processor share
 * it. Values are copied in and out as JSON.
 */
declare var cache: UmhCache;

interface UmhMessage {
  /** The parsed JSON, or the text where the message is no JSON. After the last script it is the tag's value. */
  payload: any;
  /** The metadata. */
  meta: UmhMeta;
}

/**
 * What may be assigned to a metadata key. Numbers, booleans and dates become text;
 * null, undefined and "" remove the key.
 */
type UmhMetaValue = string | number | boolean | Date | null | undefined;

/** The metadata of a message: text under any key. */
interface UmhMeta {
  /** Any other key. It is read as text, or undefined where the message has no such key. */
  [key: string]: any;

  // What makes a tag.

  /** Required. Where the machine stands, from the enterprise down, joined by dots: "acme.graz.stamping". */
  get location_path(): string | undefined;
  set location_path(value: UmhMetaValue);
  /** Required. What kind of data it is, with a leading underscore: "_raw". */
  get data_contract(): string | undefined;
  set data_contract(value: UmhMetaValue);
  /** Required. The last part of the topic: "force". */
  get tag_name(): string | undefined;
  set tag_name(value: UmhMetaValue);
  /** Optional. Folders between data contract and tag, joined by dots: "press.ram". */
  get virtual_path(): string | undefined;
  set virtual_path(value: UmhMetaValue);
  /** Optional. Forces the type of the tag's value. */
  get datatype(): string | undefined;
  set datatype(value: "string" | "number" | "bool" | null | undefined);
  /** Optional. The tag's time: Unix milliseconds, or RFC 3339. Without it, timestamp counts, else the present time. */
  get timestamp_ms(): string | undefined;
  set timestamp_ms(value: UmhMetaValue);
  /** Optional. The tag's time where timestamp_ms is not set: Unix milliseconds, or RFC 3339. */
  get timestamp(): string | undefined;
  set timestamp(value: UmhMetaValue);

  // What tag_processor writes.

  /** Set before the first script: the incoming metadata as a JSON object. */
  get _initialMetadata(): string | undefined;
  set _initialMetadata(value: UmhMetaValue);
  /** Set before the first script: the keys of the incoming metadata, joined by commas. */
  get _incomingKeys(): string | undefined;
  set _incomingKeys(value: UmhMetaValue);
  /** Set after the last script: the topic. */
  get umh_topic(): string | undefined;
  set umh_topic(value: UmhMetaValue);
  /** Set after the last script: the topic, as umh_topic. */
  get topic(): string | undefined;
  set topic(value: UmhMetaValue);
  /** Of a message that failed in an earlier processor: the stage, for example "condition 2 then". */
  get umh_error_stage(): string | undefined;
  set umh_error_stage(value: UmhMetaValue);
  /** Of a message that failed in an earlier processor: the kind of failure, for example "throw". */
  get umh_error_reason(): string | undefined;
  set umh_error_reason(value: UmhMetaValue);
  /** Of a message that failed in an earlier processor: the error. */
  get umh_error_message(): string | undefined;
  set umh_error_message(value: UmhMetaValue);
  /** Of a message that failed in an earlier processor: the line of the script, where one is at fault. */
  get umh_error_line(): string | undefined;
  set umh_error_line(value: UmhMetaValue);

  // OPC UA.

  /** OPC UA: the node's ID, "ns=4;s=Press.Ram.Force". */
  get opcua_node_id(): string | undefined;
  set opcua_node_id(value: UmhMetaValue);
  /** OPC UA: the folders above the node, joined by dots. */
  get opcua_tag_path(): string | undefined;
  set opcua_tag_path(value: UmhMetaValue);
  /** OPC UA: the node's name. */
  get opcua_tag_name(): string | undefined;
  set opcua_tag_name(value: UmhMetaValue);
  /** OPC UA: the node's data type, "Double". */
  get opcua_attr_datatype(): string | undefined;
  set opcua_attr_datatype(value: UmhMetaValue);
  /** OPC UA: the kind of value, "number". */
  get opcua_tag_type(): string | undefined;
  set opcua_tag_type(value: UmhMetaValue);
  /** OPC UA: the quality of the value, "Good" or "Bad". */
  get opcua_quality(): string | undefined;
  set opcua_quality(value: UmhMetaValue);
  /** OPC UA: the controller's time of the value, RFC 3339. */
  get opcua_source_timestamp(): string | undefined;
  set opcua_source_timestamp(value: UmhMetaValue);

  // Modbus.

  /** Modbus: the name that the register has in the input's config. */
  get modbus_tag_name(): string | undefined;
  set modbus_tag_name(value: UmhMetaValue);
  /** Modbus: the register's type, "UINT16". */
  get modbus_tag_datatype(): string | undefined;
  set modbus_tag_datatype(value: UmhMetaValue);
  /** Modbus: the register's address. */
  get modbus_tag_address(): string | undefined;
  set modbus_tag_address(value: UmhMetaValue);
  /** Modbus: the kind of register, "holding". */
  get modbus_tag_register(): string | undefined;
  set modbus_tag_register(value: UmhMetaValue);

  // Siemens S7.

  /** S7: the address of the value, "DB20.DW8". */
  get s7_address(): string | undefined;
  set s7_address(value: UmhMetaValue);

  // Sparkplug B.

  /** Sparkplug B: the group. */
  get spb_group_id(): string | undefined;
  set spb_group_id(value: UmhMetaValue);
  /** Sparkplug B: the edge node. */
  get spb_edge_node_id(): string | undefined;
  set spb_edge_node_id(value: UmhMetaValue);
  /** Sparkplug B: the device, where the metric is that of one. */
  get spb_device_id(): string | undefined;
  set spb_device_id(value: UmhMetaValue);
  /** Sparkplug B: the metric's name, "Axis2/Torque". */
  get spb_metric_name(): string | undefined;
  set spb_metric_name(value: UmhMetaValue);
  /** Sparkplug B: the metric's type, "Float". */
  get spb_datatype(): string | undefined;
  set spb_datatype(value: UmhMetaValue);
  /** Sparkplug B: the metric's time, Unix milliseconds. */
  get spb_timestamp(): string | undefined;
  set spb_timestamp(value: UmhMetaValue);
  /** Sparkplug B: the sequence number of the message. */
  get spb_sequence(): string | undefined;
  set spb_sequence(value: UmhMetaValue);

  // MQTT.

  /** MQTT: the topic that the message came from. */
  get mqtt_topic(): string | undefined;
  set mqtt_topic(value: UmhMetaValue);
  /** MQTT: whether the broker kept the message from before the subscription. Text after the first script. */
  get mqtt_retained(): boolean | "true" | "false" | undefined;
  set mqtt_retained(value: UmhMetaValue);
  /** MQTT: whether the broker sends the message again. Text after the first script. */
  get mqtt_duplicate(): boolean | "true" | "false" | undefined;
  set mqtt_duplicate(value: UmhMetaValue);
  /** MQTT: the quality of service, 0, 1 or 2. Text after the first script. */
  get mqtt_qos(): number | string | undefined;
  set mqtt_qos(value: UmhMetaValue);
  /** MQTT: the number of the message on its connection. Text after the first script. */
  get mqtt_message_id(): number | string | undefined;
  set mqtt_message_id(value: UmhMetaValue);
}

/** A message that a script made. */
interface UmhOutgoing {
  /** Left out, the payload is that of the message before the script. */
  payload?: any;
  /** Left out, the message has no metadata at all: mostly you want { ...msg.meta, key: value }. */
  meta?: { [key: string]: UmhMetaValue };
}

/** What a script may return: the message, another, several in order, or nothing, which drops it. */
type UmhResult = UmhMessage | UmhOutgoing | (UmhMessage | UmhOutgoing | null | undefined)[] | null | undefined | void;

interface UmhConsole {
  /** Writes to the log at level DEBUG. */
  debug(...values: any[]): void;
  /** Writes to the log at level INFO. */
  log(...values: any[]): void;
  /** Writes to the log at level INFO. */
  info(...values: any[]): void;
  /** Writes to the log at level WARN. */
  warn(...values: any[]): void;
  /** Writes to the log at level ERROR. */
  error(...values: any[]): void;
}

/** undefined, null and "" are no keys: a call with one does nothing but a warning in the log. */
interface UmhCache {
  /** The value under a key, or undefined. */
  get(key: string): any;
  /** Keeps a value under a key; undefined removes the key. What JSON cannot hold is lost; something cyclic throws. */
  set(key: string, value: any): void;
  /** Whether there is a value under a key. */
  exists(key: string): boolean;
  /** Forgets a key. */
  delete(key: string): void;
  /**
   * Puts what fn makes of the value under a key in its place, and returns it; the
   * second argument of fn says whether there was one. No other message's script sees
   * or sets the key meanwhile. Undefined removes the key.
   */
  update<T>(key: string, fn: (value: T | undefined, exists: boolean) => T): T;
}
