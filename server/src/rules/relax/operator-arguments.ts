import { defineFaultRule } from "../faults";
import { problemText } from "./problem-text";

/**
 * A call of an operator that TVM rejects when it infers the result's type: shapes or element types that don't go together, an axis
 * that isn't there.
 */
export const operatorArguments = defineFaultRule({
  code: "TVM311",
  name: "operator-arguments",
  kinds: ["relax-operator"],
  message({ operator, problem }) {
    return `R.${operator}: ${problemText(problem)}`;
  },
});
