import { createHash } from 'node:crypto';
import { type ConfigData, HtmlValidate, StaticConfigLoader } from 'html-validate';

const RULES: ConfigData = {
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    // How preact writes it: void elements closed, attributes quoted twice, no need of a doctype in capitals only.
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'long-title': 'off',
    // Telephone numbers break nowhere by our sheet; the rule asks for characters that break searching.
    'tel-non-breaking': 'off',
    // IE11 knows no inputmode-less number pad, and `role=search` on a form is how it learns of a search.
    'prefer-native-element': 'off',
    'no-inline-style': 'error',
  },
};

/** Works the rules out once: by itself the validator does so for each page, which took a third of its time. */
class KeptRules extends StaticConfigLoader {
  #kept: ReturnType<StaticConfigLoader['getConfigFor']> | undefined;

  override getConfigFor(handle: string): ReturnType<StaticConfigLoader['getConfigFor']> {
    this.#kept ??= super.getConfigFor(handle);
    return this.#kept;
  }
}

const validator = new HtmlValidate(new KeptRules(RULES));

/** An element with the attribute `hidden` that holds anything. */
const HIDDEN_WORDS =
  /<(?!input\b)([a-z][a-z0-9]*)(?:\s[^\s=>]+(?:="[^"]*")?)*?\shidden(?:="[^"]*")?(?:\s[^\s=>]+(?:="[^"]*")?)*\s?>(?!\s*<\/\1>)/u;

/** What IE11 lacks where a page would depend on it. */
const NOT_IN_IE11: [RegExp, string][] = [
  [/<dialog\b/u, 'IE11 has no <dialog>'],
  [/<details\b/u, 'IE11 shows <details> open, with no way to tell'],
  [/<template\b/u, 'IE11 shows what is in a <template>'],
  [/<input[^>]*\btype="(?:date|time|month|week|datetime-local|color)"/u, 'IE11 has no such input'],
  [/<(?:button|input|select|textarea)\b[^>]*\sform="/u, 'IE11 ignores form= on controls'],
  [/<script(?![^>]*\stype="module")/u, 'IE11 would run this script: only modules does it pass over'],
  [/<(?:picture|slot|meter|output)\b/u, 'IE11 has no such element'],
  [/<img(?![^>]*\ssrc=)/u, 'IE11 shows a picture by its src alone'],
  [/<use\b[^>]*href="[^#]/u, 'IE11 takes no drawing from another file'],
];

/** What our own rules forbid (docs: screens). */
const FORBIDDEN: [RegExp, string][] = [
  [/\smaxlength="/iu, 'no maxlength: what is pasted would be cut without a word'],
  [/\splaceholder="/u, 'no placeholder: it goes when it is needed'],
  [/<(?:button|input|select|textarea|option|fieldset)\b[^>]*\sdisabled\b/u, 'no disabled control: say why'],
  [/\sstyle="/u, 'no inline style: the policy refuses it'],
  [/\son[a-z]+="/u, 'no inline script: the policy refuses it'],
  [/<script(?![^>]*\ssrc=)/u, 'no inline script: the policy refuses it'],
  [HIDDEN_WORDS, 'text browsers show what is merely hidden: the script puts it in (data-…)'],
  [/undefined|\[object Object\]|NaN/u, 'a value that is none'],
];

/** Tokens and fingerprints are random letters, and now and then spell NaN. */
const UNSEEN = /<input type="hidden"[^>]*>/gu;

/** How a browser without scripts asks again while it waits in line. On that page it can be switched off, which WCAG 2.2.1 asks for. */
const ASKS_AGAIN = /<noscript><meta http-equiv="refresh" content="\d+"\s*\/?><\/noscript>/u;

const foundOf = (rules: readonly [RegExp, string][], html: string): string[] => {
  const seen = html.replace(UNSEEN, '');
  return rules.filter(([pattern]) => pattern.test(seen)).map(([, why]) => why);
};

/** What of a page's HTML IE11 cannot do, a line each. */
export const missingInIe11 = (html: string): string[] => foundOf(NOT_IN_IE11, html);

/** Addresses and what stands in boxes: no rule of the validator asks for their letters, only whether there are any, for spaces and for `&…;`. */
const LETTERS_OF_VALUES = /(?<=\s(?:href|action|formaction|value)=")[^"]+(?=")/gu;
/** Digits between two tags, as of dates and counts; those of an id, a name or a `for` say what belongs together. */
const TEXT = /(?<=>)[^<>]+(?=<)/gu;
const DIGITS = /[0-9０-９]+/gu;

/** What of a page the validator judges: two loads of a page are one to it, whatever their tokens, rows and dates. */
const judgedOf = (html: string): string =>
  createHash('sha256')
    .update(
      html
        .replace(LETTERS_OF_VALUES, (value) => value.replace(/(&[#\w]*;?)|[^\s&]+/gu, (_, entity?: string) => entity ?? 'x'))
        .replace(TEXT, (text) => text.replace(DIGITS, '0')),
    )
    .digest('base64');

/** Pages in which the validator found nothing. */
const clean = new Set<string>();

/** What the validator finds, a line each. A page that was clean is not read again: to validate it takes longer than to make it. */
async function validatorFaults(html: string): Promise<string[]> {
  const judged = judgedOf(html);
  if (clean.has(judged)) return [];
  const report = await validator.validateString(html);
  const found = report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`),
  );
  if (found.length === 0) clean.add(judged);
  return found;
}

/** Everything wrong with a page's HTML, a line each; an empty list is a good page. */
export async function htmlFaults(html: string): Promise<string[]> {
  const found = await validatorFaults(html.includes('still=yes') ? html.replace(ASKS_AGAIN, '') : html);
  const ours = [...missingInIe11(html), ...foundOf(FORBIDDEN, html)];
  const headings = html.match(/<h1[\s>]/gu)?.length ?? 0;
  return [...found, ...ours, ...(headings === 1 ? [] : [`${headings} h1`])];
}
