/** `T.comm_reducer(lambda x, y: x + y, [T.float32(0)])`: the combiner is read with its parameters as variables. */
import { child } from "../syntax/node";
import { dtypeOf } from "./arithmetic";
import { bindArguments, type Handler } from "./calls";
import { needItems, toExpr, unknowable } from "./coerce";
import { INT32 } from "./dtype";
import { evaluate, named } from "./expressions";
import { primVariable, use } from "./make";
import { expression } from "./values";

export const commReducer: Handler = (call, low) => {
  const { combiner, identity } = bindArguments(call, ["combiner", "identity"]);
  if (combiner?.type !== "lambda") return unknowable();
  const neutral = needItems(identity).map(toExpr);
  const parameters = child(combiner.node, "parameters");
  const body = child(combiner.node, "body");
  if (!parameters || !body) return unknowable();
  const names = named(parameters);
  if (names.length !== neutral.length * 2 || names.some((each) => each.kind !== "identifier")) return unknowable();
  const items = needItems(identity);
  const variables = names.map((each, at) => {
    const given = items[at % neutral.length];
    const dtype = given?.type === "int" ? INT32 : dtypeOf(neutral[at % neutral.length] ?? unknowable());
    return use(primVariable(low.text(each), dtype ?? INT32), low.source(each));
  });
  const value = low.scoped(() => {
    names.forEach((each, at) => {
      const variable = variables[at];
      if (variable) low.bind(low.text(each), expression(variable));
    });
    return evaluate(low, body);
  });
  const results = value.type === "tuple" ? value.items.map(toExpr) : [toExpr(value)];
  return expression({
    type: "CommReducer",
    lhs: variables.slice(0, neutral.length),
    rhs: variables.slice(neutral.length),
    result: results,
    identity_element: neutral,
    span: call.source.span,
  });
};
