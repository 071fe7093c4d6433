import { t } from "../../l10n";
import type { OperatorProblem } from "../../relax/operator-types";
import { shapeText, sizeText } from "../../relax/type-text";

/** Why TVM's inference of an operator's type throws, in words. */
export function problemText(problem: OperatorProblem): string {
  switch (problem.kind) {
    case "not-a-tensor":
      return t("this takes tensors, and gets {0}.", KINDS[problem.type] ?? problem.type);
    case "not-a-tuple":
      return t("this takes a tuple of tensors, and gets {0}.", KINDS[problem.type] ?? problem.type);
    case "dtypes-differ":
      return t("the operands are of different element types, {0} and {1}.", problem.dtypes[0], problem.dtypes[1]);
    case "not-float":
      return t("this takes floating-point numbers, and gets {0}.", problem.dtype);
    case "not-bool":
      return t("the condition is boolean, and gets {0}.", problem.dtype);
    case "not-integer":
      return t("indices are integers, and these are {0}.", problem.dtype);
    case "not-broadcastable":
      return t(
        "the shapes {0} and {1} cannot be broadcast: {2} and {3} differ.",
        shapeText(problem.shapes[0]),
        shapeText(problem.shapes[1]),
        sizeText(problem.lengths[0]),
        sizeText(problem.lengths[1]),
      );
    case "lengths-differ":
      return t(
        "the lengths {0} and {1} on axis {2} differ.",
        sizeText(problem.lengths[0]),
        sizeText(problem.lengths[1]),
        problem.axis,
      );
    case "reduction-differs":
      return t(
        "the lengths that are summed over differ, {0} and {1}.",
        sizeText(problem.lengths[0]),
        sizeText(problem.lengths[1]),
      );
    case "scalar-operand":
      return t("an operand has no dimensions.");
    case "axis-out-of-range":
      return t("there is no axis {0} in {1} dimensions.", problem.axis, problem.ndim);
    case "axis-repeated":
      return t("axis {0} is named twice.", problem.axis);
    case "axes-count":
      return t("{0} axes for {1} dimensions.", problem.count, problem.ndim);
    case "axis-missing":
      return t("the axis may be left out for one dimension, and here are {0}.", problem.ndim);
    case "ranks-differ":
      return t("the tensors have {0} and {1} dimensions.", problem.ranks[0], problem.ranks[1]);
    case "rank":
      return t("{0} dimensions are wanted, and here are {1}.", problem.expected, problem.found);
    case "rank-too-small":
      return t("at least {0} dimensions are wanted, and here are {1}.", problem.least, problem.found);
    case "elements-differ":
      return t("{0} elements cannot be arranged as {1}.", problem.counts[0], problem.counts[1]);
    case "empty-tuple":
      return t("the tuple is empty.");
    case "channels":
      return t(
        "the data has {0} channels, the weight {1} for each of {2} groups.",
        problem.data,
        problem.weight,
        problem.groups,
      );
    case "not-divisible":
      return t("{0} cannot be divided by {1}.", problem.length, problem.by);
    case "several-open":
      return t("one `-1` at most is worked out.");
    case "not-a-shape":
      return t("the shape is an `R.shape(…)`, and gets {0}.", KINDS[problem.type] ?? problem.type);
    case "not-a-number":
      return t("what the operator is made with are numbers, and no variables.");
    case "element-type":
      return t("elements of the type {0} are wanted, and these are {1}.", problem.expected, problem.found);
    case "length":
      return t("a length of {0} is wanted, and here is {1}.", problem.expected, sizeText(problem.found));
    case "layout":
      return t("the layout {0} has other axes than {1}.", problem.given, problem.usual);
    case "scalar-wanted":
      return t("a scalar is wanted, and here are {0} dimensions.", problem.ndim < 0 ? "?" : problem.ndim);
    case "list-length":
      return t("{0} numbers are wanted, and here are {1}.", problem.expected, problem.found);
    case "out-of-range":
      return t("`{0}` is out of range: {1}.", problem.name, problem.value);
    case "not-a-choice":
      return t('"{0}" is none of {1}.', problem.value, problem.known.map((each) => `"${each}"`).join(", "));
    case "shape-unknown":
      return t("the shape has to be known for this.");
    case "rank-unknown":
      return t("the number of dimensions has to be known for this.");
    case "not-a-variable":
      return t("this takes a variable, and gets a value.");
    case "void-type":
      return t("the element type is void.");
    case "beyond-bounds":
      return t("the view reaches beyond the end of the tensor that is viewed.");
  }
}

/** What types are called in scripts. */
const KINDS: Readonly<Record<string, string>> = {
  TensorType: "R.Tensor",
  ShapeType: "R.Shape",
  RelaxTupleType: "R.Tuple",
  FuncType: "R.Callable",
  ObjectType: "R.Object",
  bool: "bool",
  PrimStructType: "R.Prim",
  str: "str",
  int: "int",
  float: "float",
};
