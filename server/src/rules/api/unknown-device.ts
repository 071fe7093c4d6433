import { goneDevice, goneDevices } from "../../api/devices";
import { t } from "../../l10n";
import { constantAt } from "../../semantic/constants";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { child } from "../../syntax/node";
import { defineRule } from "../rule";
import { pathTest } from "../scan";

/** The functions whose first argument names a device; in every release that has them. */
const TAKES_DEVICE = /^tvm\.(?:runtime\.(?:ndarray\.|device\.)?|nd\.)?(?:device|context)$/;
const takesDevice = pathTest((path) => TAKES_DEVICE.test(path));

/**
 * `tvm.device("llvm", 0)`: the kind of a target in place of a device. Until 0.25 it was looked up which device that meant;
 * now the name has to be the device's own.
 */
export const unknownDevice = defineRule({
  code: "TVM116",
  name: "unknown-device",
  severity: "error",
  needs: { names: takesDevice },
  scan: (unit) =>
    // A constant may be given its value anywhere in the document.
    goneDevices(unit.release).some((name) => unit.documentHas(`"${name}`) || unit.documentHas(`'${name}`)),
  check(context, report) {
    for (const use of context.uses.names) {
      const call = use.node.parent;
      if (call?.kind !== "call" || use.node.field !== "function" || !TAKES_DEVICE.test(use.path)) continue;
      const { positional, keywords } = argumentsOf(call);
      const named = keywords.find((each) =>
        /^(?:dev_type|device_type)$/.test(context.text(child(each, "name") ?? each)),
      );
      const argument = positional[0] ?? (named ? child(named, "value") : null);
      if (!argument || isGuarded(call, context.unit.unit.text)) continue;
      const name = constantAt({ node: argument, unit: context.unit }, context.model.module);
      const gone = typeof name === "string" ? goneDevice(name, context.release) : null;
      if (!gone) continue;
      const quote = argument.kind === "string" ? context.text(argument).slice(0, 1) : '"';
      const written = quote + gone.device + quote;
      report({
        span: argument,
        message: t(
          '"{0}" names no device since TVM {1}: it is the kind of a target, and its device is "{2}".',
          String(name),
          gone.since,
          gone.device,
        ),
        fix: (at) => ({
          title: t("Change to `{0}`", written),
          applicability: "safe",
          edits: [at.edit(argument, written)],
        }),
      });
    }
  },
});
