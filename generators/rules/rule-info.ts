import type { RuleInfo } from "../../runtime/findings/finding.ts";
import { sentenceOfRule } from "../language/sentence.ts";
import type { ReleaseRules } from "./release-rules.ts";
import { sentenceLabels } from "./sentence-labels.ts";
import { checkSentence, tableChecks } from "./table-checks.ts";

/** What reports say about the rules of a release: their words, and the check as a sentence printed from the expression. */
export function ruleInfos(rules: ReleaseRules): readonly RuleInfo[] {
  const labels = sentenceLabels(rules);
  const ofRules = rules.rules.map((checked): RuleInfo => {
    const { id, title, severity, message, remedy, notTestable } = checked.rule;
    return { id, title, severity, message, remedy, sentence: notTestable === null ? sentenceOfRule(checked, labels) : null };
  });
  const ofTables = tableChecks(rules.release).map((check): RuleInfo => {
    const { id, title, severity, message, remedy } = check;
    return { id, title, severity, message, remedy, sentence: checkSentence(check) };
  });
  return [...ofRules, ...ofTables];
}
