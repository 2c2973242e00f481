import fc from "fast-check";
import type { BinaryOperator, Expression } from "../../generators/language/syntax.ts";

/** Random expressions of a type over the records of the toy collection, standing on a child. */
type Kind = "boolean" | "date" | "integer" | "decimal" | "text";

const RANGE = { start: 0, end: 0 };

function name(text: string): Expression {
  return { kind: "name", name: text, range: RANGE };
}
function text(value: string): Expression {
  return { kind: "text", value, range: RANGE };
}
function number(digits: string): Expression {
  return { kind: "number", digits, range: RANGE };
}
function member(object: Expression, key: string): Expression {
  return { kind: "member", object, name: key, nameRange: RANGE, range: RANGE };
}
function call(key: string, given: readonly Expression[], object: Expression | null = null): Expression {
  return { kind: "call", object, name: key, nameRange: RANGE, arguments: given, range: RANGE };
}
function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, operatorRange: RANGE, left, right, range: RANGE };
}
function unary(operator: "!" | "-", operand: Expression): Expression {
  return { kind: "unary", operator, operand, range: RANGE };
}

const LEAVES: Readonly<Record<Kind, readonly Expression[]>> = {
  boolean: [name("Known"), name("Agreed"), { kind: "boolean", value: true, range: RANGE }, { kind: "boolean", value: false, range: RANGE }],
  date: [
    name("Birth"),
    member(name("Child"), "Death"),
    name("ReviewDate"),
    member(name("collection"), "end"),
    call("date", [text("2015-05-01")]),
    member(name("last_return"), "Birth"),
  ],
  integer: [name("Score"), name("Limit"), number("0"), number("7"), call("size", [], name("Stay")), call("size", [], call("distinct", [], name("Need")))],
  decimal: [name("Rate"), name("Target"), number("12.5"), number("0.1"), call("first_present", [name("Rate"), name("Score")])],
  text: [name("Note"), name("Town"), member(name("last_return"), "Note"), text('a "quoted" \\ text'), text("it's {not} : # a trap"), text("")],
};

const LAST = name("last_return");

/** The stays of two years, and the last stays without a gap: lists that must keep the order of their group. */
const JOINED = binary("+", call("filter", [name("p"), call("present", [member(name("p"), "To")])], name("Stay")), member(LAST, "Stay"));
const SPELL = call("last", [], name("spells"));

/** Conditions in which values of different kinds or years are found equal. */
const EQUALITIES: readonly Expression[] = [
  call("contains", [name("Rate")], member(name("Stay"), "Cost")),
  call("contains", [name("Score")], member(name("Stay"), "Cost")),
  call("contains", [name("Rate")], member(member(name("Stay"), "Visit"), "Minutes")),
  binary("in", name("Score"), { kind: "list", items: [number("7"), number("12.5")], range: RANGE }),
  binary("in", name("Rate"), { kind: "list", items: [number("7"), number("12")], range: RANGE }),
  binary("in", name("Postcode"), { kind: "list", items: [text("LS11AA"), text("ls1 2bb")], range: RANGE }),
  call("contains", [member(call("last", [], member(LAST, "Stay")), "Place")], member(name("Stay"), "Place")),
  binary("in", member(call("last", [], name("Stay")), "Place"), member(member(LAST, "Stay"), "Place")),
  binary("==", name("Sex"), member(name("return_before_last"), "Sex")),
  call("same", [name("Sex"), member(LAST, "Sex")]),
  call("same", [name("Postcode"), name("Origin")]),
  call("same", [name("Rate"), name("Score")]),
  binary("==", call("first", [], JOINED), call("first", [], name("Stay"))),
  binary("==", member(call("last", [], JOINED), "From"), member(call("last", [], SPELL), "From")),
  call("between", [name("Rate"), name("Score"), name("Limit")]),
];

/** What a lambda may say of its variable, by list. */
const LISTS: readonly { readonly list: Expression; readonly says: (variable: string) => readonly Expression[] }[] = [
  {
    list: name("Stay"),
    says: (e) => [
      call("present", [member(name(e), "To")]),
      binary("<", member(name(e), "From"), name("Birth")),
      member(name(e), "away"),
      call("lived_on", [name("Death")], name(e)),
      binary("in", member(name(e), "Place"), call("group", [text("away")])),
    ],
  },
  {
    list: member(name("Stay"), "Visit"),
    says: (e) => [binary(">", member(name(e), "Minutes"), name("Score")), call("absent", [member(name(e), "VisitDate")])],
  },
  { list: name("Seen"), says: (e) => [call("valid", [name(e)]), binary("<=", name(e), name("Birth")), call("present", [name(e)])] },
  {
    list: name("Need"),
    says: (e) => [
      binary("==", name(e), text("A")),
      binary("in", name(e), { kind: "list", items: [text("B"), text("C")], range: RANGE }),
      call("valid", [name(e)]),
    ],
  },
  {
    list: JOINED,
    says: (e) => [binary("==", member(name(e), "Place"), text("F")), member(name(e), "away"), call("present", [member(name(e), "Visit")])],
  },
  { list: SPELL, says: (e) => [binary(">", member(name(e), "To"), name("Birth")), call("absent", [member(name(e), "Cost")])] },
];

function comparisonOf(kinds: readonly Expression[][], operators: readonly BinaryOperator[]): fc.Arbitrary<Expression> {
  return fc
    .tuple(fc.constantFrom(...operators), fc.constantFrom(...kinds))
    .map(([operator, [left, right]]) => binary(operator, left ?? name("Birth"), right ?? name("Birth")));
}

const ORDER: readonly BinaryOperator[] = ["==", "!=", "<", "<=", ">", ">="];

function quantified(inner: fc.Arbitrary<Expression>, variable: string): fc.Arbitrary<Expression> {
  return fc
    .constantFrom(...LISTS)
    .chain(({ list, says }) =>
      fc
        .tuple(
          fc.constantFrom("all", "exists", "none"),
          fc.constantFrom(...says(variable)),
          fc.constantFrom<"&&" | "||">("&&", "||"),
          fc.option(inner, { nil: null }),
        )
        .map(([quantifier, body, operator, other]) => call(quantifier, [name(variable), other === null ? body : binary(operator, body, other)], list)),
    );
}

/** Well-typed conditions, nested up to a depth. */
export function conditions(depth: number): fc.Arbitrary<Expression> {
  const leaf = fc.oneof(
    fc.constantFrom(...LEAVES.boolean),
    fc
      .constantFrom("present", "absent", "any_present")
      .chain((key) =>
        fc.uniqueArray(fc.constantFrom("Birth", "Note", "Need", "Review", "Stay"), { minLength: 1, maxLength: 3 }).map((items) => call(key, items.map(name))),
      ),
    fc.constantFrom("Birth", "Sex", "Score").map((item) => call("valid", [name(item)])),
    fc.constantFrom("A", "NONE").map((code) => call("contains", [text(code)], name("Need"))),
    fc.constant(binary("in", name("Sex"), call("codeset", [text("sex")]))),
    fc.constant(binary("==", name("Sex"), member(LAST, "Sex"))),
    fc.constantFrom(...EQUALITIES),
  );
  if (depth === 0) return leaf;
  const inner = conditions(depth - 1);
  const [dates, integers, decimals, texts] = [values("date", depth - 1), values("integer", depth - 1), values("decimal", depth - 1), values("text", depth - 1)];
  const compared = fc.oneof(
    fc.tuple(fc.constantFrom(...ORDER), dates, dates),
    fc.tuple(fc.constantFrom(...ORDER), integers, fc.oneof(integers, decimals)),
    fc.tuple(fc.constantFrom(...ORDER), decimals, decimals),
    fc.tuple(fc.constantFrom<BinaryOperator>("==", "!="), texts, texts),
  );
  return fc.oneof(
    leaf,
    fc.tuple(fc.constantFrom<BinaryOperator>("&&", "||"), inner, inner).map(([operator, left, right]) => binary(operator, left, right)),
    inner.map((operand) => (operand.kind === "unary" ? operand : unary("!", operand))),
    compared.map(([operator, left, right]) => binary(operator, left, right)),
    comparisonOf([[name("Postcode"), name("Origin")]], ["==", "!="]),
    fc.tuple(dates, dates, dates).map((given) => call("between", given)),
    fc.tuple(dates, dates).map((given) => call("same", given)),
    fc.tuple(texts, texts).map((given) => call("same", given)),
    dates.map((given) => call("in_year", [given])),
    quantified(inner, `v${depth}`),
  );
}

/** Well-typed values of a kind, nested up to a depth. */
export function values(kind: Exclude<Kind, "boolean">, depth: number): fc.Arbitrary<Expression> {
  const leaf = fc.constantFrom(...LEAVES[kind]);
  if (depth === 0) return leaf;
  const [dates, integers] = kind === "date" || kind === "integer" ? [values("date", depth - 1), values("integer", depth - 1)] : [leaf, leaf];
  const inner = kind === "date" ? dates : kind === "integer" ? integers : values(kind, depth - 1);
  const chosen = fc.tuple(inner, inner).map((given) => call("first_present", given));
  switch (kind) {
    case "date":
      return fc.oneof(
        leaf,
        chosen,
        fc
          .tuple(inner, fc.constantFrom<BinaryOperator>("+", "-"), fc.constantFrom("days", "months", "years"), integers)
          .map(([day, sign, unit, count]) => binary(sign, day, call(unit, [count]))),
        fc
          .tuple(fc.constantFrom("latest", "earliest"), fc.array(fc.oneof(inner, fc.constant(name("Seen"))), { minLength: 1, maxLength: 3 }))
          .map(([key, given]) => call(key, given)),
        fc.tuple(inner, integers).map((given) => call("birthday", given)),
        fc.constantFrom("first", "last").map((which) => member(call(which, [], name("Stay")), "ends")),
        fc.constant(member(member(call("last", [], name("Stay")), "previous"), "To")),
      );
    case "integer":
      return fc.oneof(
        leaf,
        chosen,
        fc.tuple(fc.constantFrom<BinaryOperator>("+", "-", "*"), inner, inner).map(([operator, left, right]) => binary(operator, left, right)),
        inner.map((operand) => (operand.kind === "unary" ? operand : unary("-", operand))),
        inner.map((operand) => call("abs", [operand])),
        fc.tuple(fc.constantFrom("days_between", "age"), dates, dates).map(([key, from, to]) => call(key, [from, to])),
        dates.map((given) => call("year", [given])),
        fc
          .constantFrom(...LISTS)
          .chain(({ list, says }) => fc.constantFrom(...says(`n${depth}`)).map((body) => call("count", [name(`n${depth}`), body], list))),
      );
    case "decimal":
      return fc.oneof(
        leaf,
        chosen,
        fc
          .tuple(fc.constantFrom<BinaryOperator>("+", "-", "*", "/"), inner, fc.oneof(inner, values("integer", depth - 1)))
          .map(([operator, left, right]) => binary(operator, left, right)),
        fc.constant(call("sum", [name("m"), member(name("m"), "Cost")], name("Stay"))),
      );
    case "text":
      return fc.oneof(
        leaf,
        chosen,
        fc.tuple(inner, fc.nat(9), fc.nat(9)).map(([whole, from, to]) => call("characters", [whole, number(String(from)), number(String(to))])),
      );
  }
}
