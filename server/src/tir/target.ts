/** `T.target("cuda")`: a target by its kind alone; what else a target may hold is not read. */
import { bindArguments, type Handler } from "./calls";
import { isNone, needItems, needString, unknowable } from "./coerce";
import type { TargetKind } from "./ir";
import type { Value } from "./values";

/** DLPack's device type and the keys of TVM's kinds of targets. */
const KINDS: Readonly<Record<string, readonly [device: number, keys: readonly string[]]>> = {
  llvm: [1, ["cpu"]],
  c: [1, ["cpu"]],
  cuda: [2, ["cuda", "gpu"]],
  nvptx: [2, ["cuda", "gpu"]],
  opencl: [4, ["opencl", "gpu"]],
  vulkan: [7, ["vulkan", "gpu"]],
  metal: [8, ["metal", "gpu"]],
  rocm: [10, ["rocm", "gpu"]],
  webgpu: [15, ["webgpu", "gpu"]],
  hexagon: [16, ["hexagon", "cpu"]],
};

export const target: Handler = (call) => {
  const { target_config, host } = bindArguments(call, ["target_config", "host"]);
  if (!isNone(host)) return unknowable("a target with a host");
  const given = entriesOf(target_config ?? unknowable());
  const name = needString(given.get("kind"));
  const [device, keys] = (Object.hasOwn(KINDS, name) ? KINDS[name] : undefined) ?? unknowable();
  const place = { span: call.source.span };
  const kind: TargetKind = { type: "TargetKind", name, default_device_type: device, default_keys: keys, ...place };
  const own = given.get("keys");
  const tag = given.get("tag");
  return {
    type: "target",
    node: {
      type: "Target",
      kind,
      tag: isNone(tag) ? "" : needString(tag),
      keys: isNone(own) ? keys : needItems(own).map(needString),
      host: null,
      ...place,
    },
    source: call.source,
  };
};

/** The members of `{"kind": "cuda", …}`; a name alone is the kind. Options in one string are those of old command lines. */
function entriesOf(value: Value): ReadonlyMap<string, Value> {
  if (value.type === "str") return value.value.includes(" ") ? unknowable() : new Map([["kind", value]]);
  if (value.type !== "dict") return unknowable();
  return new Map(value.entries.map(([key, each]) => [needString(key), each]));
}
