import { argumentNotYet } from "./api/argument-not-yet";
import { attributeKey } from "./api/attribute-key";
import { attributeValue } from "./api/attribute-value";
import { chatModule } from "./api/chat-module";
import { dataTypeField } from "./api/data-type-field";
import { dataTypeName } from "./api/data-type-name";
import { functionForClass } from "./api/function-for-class";
import { goneArgument } from "./api/gone-argument";
import { listArgument } from "./api/list-argument";
import { meaningNotYet } from "./api/meaning-not-yet";
import { missingSTir } from "./api/missing-s-tir";
import { operatorName } from "./api/operator-name";
import { outdatedArgument } from "./api/outdated-argument";
import { outdatedPositional } from "./api/outdated-positional";
import { passName } from "./api/pass-name";
import { passOption } from "./api/pass-option";
import { registeredArguments } from "./api/registered-arguments";
import { registeredName } from "./api/registered-name";
import { removedName } from "./api/removed-name";
import { renamedKeyword } from "./api/renamed-keyword";
import { renamedMember } from "./api/renamed-member";
import { shapeAndType } from "./api/shape-and-type";
import { supersededName } from "./api/superseded-name";
import { targetString } from "./api/target-string";
import { unknownDevice } from "./api/unknown-device";
import { unknownOperator } from "./api/unknown-operator";
import { valueElsewhere } from "./api/value-elsewhere";
import { constantCondition } from "./lint/constant-condition";
import { duplicateBlockName } from "./lint/duplicate-block-name";
import { emitInScript } from "./lint/emit-in-script";
import { floatIndex } from "./lint/float-index";
import { indexOutOfBounds } from "./lint/index-out-of-bounds";
import { race } from "./lint/race";
import { reduceAxisInStore } from "./lint/reduce-axis-in-store";
import { reductionWithoutInit } from "./lint/reduction-without-init";
import { returnAnnotation } from "./lint/return-annotation";
import { undeclaredAccess } from "./lint/undeclared-access";
import { unusedBuffer } from "./lint/unused-buffer";
import { unusedParameter } from "./lint/unused-parameter";
import { unusedVariable } from "./lint/unused-variable";
import { callTir } from "./relax/call-tir";
import { dataflowOutput } from "./relax/dataflow-output";
import { duplicateFunction } from "./relax/duplicate-function";
import { functionArguments } from "./relax/function-arguments";
import { functionAttribute } from "./relax/function-attribute";
import { impureCall } from "./relax/impure-call";
import { missingParameterType } from "./relax/missing-parameter-type";
import { moduleMember } from "./relax/module-member";
import { operatorArguments } from "./relax/operator-arguments";
import { relaxBlock } from "./relax/relax-block";
import { relaxBranch } from "./relax/relax-branch";
import { relaxMember } from "./relax/relax-member";
import { relaxOperand } from "./relax/relax-operand";
import { relaxReturn } from "./relax/relax-return";
import { relaxStatement } from "./relax/relax-statement";
import { relaxType } from "./relax/relax-type";
import { rewriterFunction } from "./relax/rewriter-function";
import { tupleAccess } from "./relax/tuple-access";
import { typeMismatch } from "./relax/type-mismatch";
import { unboundValue } from "./relax/unbound-value";
import { unknownFunction } from "./relax/unknown-function";
import type { Rule } from "./rule";
import { blockBinding } from "./script/block-binding";
import { blockTargets } from "./script/block-targets";
import { boundExpression } from "./script/bound-expression";
import { comparedFunction } from "./script/compared-function";
import { deprecatedForm } from "./script/deprecated-form";
import { earlyRelax } from "./script/early-relax";
import { initRegions } from "./script/init-regions";
import { letAnnotation } from "./script/let-annotation";
import { letNotYet } from "./script/let-not-yet";
import { moduleAssignment } from "./script/module-assignment";
import { namedSize } from "./script/named-size";
import { oldDefault } from "./script/old-default";
import { oneAxis } from "./script/one-axis";
import { pointerIndex } from "./script/pointer-index";
import { reduceScope } from "./script/reduce-scope";
import { sliceValue } from "./script/slice-value";
import { symbolicVariable } from "./script/symbolic-variable";
import { tensorField } from "./script/tensor-field";
import { undeclaredBuffer } from "./script/undeclared-buffer";
import { undefinedVariable } from "./script/undefined-variable";
import { untypedPointer } from "./script/untyped-pointer";
import { outdatedCommand } from "./shell/outdated-command";
import { outdatedPackage } from "./shell/outdated-package";
import { annotationConflict } from "./tir/annotation-conflict";
import { argumentKind } from "./tir/argument-kind";
import { axisRemap } from "./tir/axis-remap";
import { axisType } from "./tir/axis-type";
import { badDtype } from "./tir/bad-dtype";
import { chainedAssignment } from "./tir/chained-assignment";
import { duplicateName } from "./tir/duplicate-name";
import { indexRank } from "./tir/index-rank";
import { matchShape } from "./tir/match-shape";
import { missingAnnotation } from "./tir/missing-annotation";
import { missingArgument } from "./tir/missing-argument";
import { missingValue } from "./tir/missing-value";
import { notABuffer } from "./tir/not-a-buffer";
import { notACondition } from "./tir/not-a-condition";
import { notALoop } from "./tir/not-a-loop";
import { notAScope } from "./tir/not-a-scope";
import { notCallable } from "./tir/not-callable";
import { operandTypes } from "./tir/operand-types";
import { outsideBlock } from "./tir/outside-block";
import { outsideFunction } from "./tir/outside-function";
import { pointerAccess } from "./tir/pointer-access";
import { repeatedArgument } from "./tir/repeated-argument";
import { repeatedInBlock } from "./tir/repeated-in-block";
import { storedValue } from "./tir/stored-value";
import { syntaxError } from "./tir/syntax-error";
import { tooManyArguments } from "./tir/too-many-arguments";
import { undefinedName } from "./tir/undefined-name";
import { unknownAttribute } from "./tir/unknown-attribute";
import { unknownKeyword } from "./tir/unknown-keyword";
import { unknownMember } from "./tir/unknown-member";
import { unpackingMismatch } from "./tir/unpacking-mismatch";
import { unsupportedStatement } from "./tir/unsupported-statement";
import { uselessValue } from "./tir/useless-value";

/** Every rule there is, by code. */
export const rules: readonly Rule[] = [
  removedName,
  renamedMember,
  renamedKeyword,
  missingSTir,
  functionForClass,
  valueElsewhere,
  goneArgument,
  listArgument,
  attributeKey,
  passOption,
  passName,
  supersededName,
  attributeValue,
  letAnnotation,
  outdatedArgument,
  targetString,
  symbolicVariable,
  undeclaredBuffer,
  deprecatedForm,
  unknownDevice,
  earlyRelax,
  shapeAndType,
  chatModule,
  outdatedCommand,
  outdatedPackage,
  unknownOperator,
  registeredArguments,
  namedSize,
  oneAxis,
  initRegions,
  blockBinding,
  blockTargets,
  untypedPointer,
  operatorName,
  outdatedPositional,
  reduceScope,
  oldDefault,
  comparedFunction,
  moduleAssignment,
  sliceValue,
  pointerIndex,
  undefinedVariable,
  boundExpression,
  registeredName,
  tensorField,
  dataTypeField,
  dataTypeName,
  argumentNotYet,
  letNotYet,
  meaningNotYet,
  undefinedName,
  unknownAttribute,
  relaxStatement,
  missingParameterType,
  relaxReturn,
  unboundValue,
  dataflowOutput,
  relaxBlock,
  relaxBranch,
  unknownFunction,
  relaxMember,
  tupleAccess,
  typeMismatch,
  operatorArguments,
  functionArguments,
  callTir,
  impureCall,
  relaxOperand,
  relaxType,
  indexOutOfBounds,
  undeclaredAccess,
  race,
  unusedBuffer,
  unusedVariable,
  returnAnnotation,
  duplicateBlockName,
  reductionWithoutInit,
  floatIndex,
  emitInScript,
  reduceAxisInStore,
  constantCondition,
  unusedParameter,
  duplicateFunction,
  rewriterFunction,
  moduleMember,
  functionAttribute,
  syntaxError,
  unsupportedStatement,
  missingAnnotation,
  chainedAssignment,
  tooManyArguments,
  unknownKeyword,
  missingArgument,
  repeatedArgument,
  indexRank,
  unpackingMismatch,
  axisRemap,
  duplicateName,
  notALoop,
  notAScope,
  outsideBlock,
  outsideFunction,
  repeatedInBlock,
  badDtype,
  operandTypes,
  uselessValue,
  storedValue,
  unknownMember,
  notCallable,
  notABuffer,
  missingValue,
  notACondition,
  argumentKind,
  annotationConflict,
  axisType,
  matchShape,
  pointerAccess,
];
