import { OTHER_LANGUAGES } from '../../../audit/facts.ts';
import { factsOf, languageOf } from '../../../languages/index.ts';
import type { MailingTexts } from '../../../letters/mailings.ts';
import { type Field, REFUSED } from '../../../lib/form/index.ts';
import { TextArea, TextField } from '../../../lib/html/index.ts';
import type { Value } from '../../../lib/values/read.ts';
import { freeText, lineOfText } from '../../../lib/values/texts.ts';

/** Other languages need more letters for the same. */
const SUBJECT = 120;
const BODY = 4_000;

const boxesOf = (box: string, language: string) => [`${box}-subject-${language}`, `${box}-body-${language}`] as const;

/** The subject and the text in each other language: both or neither. */
export const otherTexts: Field<MailingTexts> = {
  label: 'ほかの言語の件名と本文',
  need: 'silent',
  look: {
    as: 'own',
    draw: ({ shown, errors }) => (
      <fieldset class="field wording">
        <legend class="label">ほかの言語の件名と本文</legend>
        <p class="hint">
          入力すると、その言語で予約した方に、その文を送ります。空欄の言語の方には、日本語の件名と本文を送ります。
        </p>
        <div class="wording-texts">
          {OTHER_LANGUAGES.flatMap(([code, words]) => {
            const [subject, body] = boxesOf('texts', code);
            const { lang } = factsOf(languageOf(code));
            return [
              <TextField
                name={subject}
                label={`件名（${words}）`}
                need="silent"
                error={errors[subject]}
                value={shown(subject)}
              />,
              <TextArea
                name={body}
                label={`本文（${words}）`}
                need="silent"
                lang={lang}
                rows={4}
                error={errors[body]}
                value={shown(body)}
              />,
            ];
          })}
        </div>
      </fieldset>
    ),
  },
  read: ({ box, input, context, say }) => {
    let wrong = false;
    const texts: Record<string, { subject: string; body: string }> = {};
    for (const [code, words] of OTHER_LANGUAGES) {
      const [subjectBox, bodyBox] = boxesOf(box, code);
      const [subject, body] = [lineOfText(SUBJECT)(input[subjectBox]), freeText(BODY)(input[bodyBox])];
      if (subject.ok && body.ok) {
        texts[code] = { subject: subject.value, body: body.value };
        continue;
      }
      const empty = (value: Value<string>) => !value.ok && value.reason === 'empty';
      if (empty(subject) && empty(body)) continue;
      wrong = true;
      if (!subject.ok) say(subjectBox, context.sentences.text(`件名（${words}）`, SUBJECT)[subject.reason]);
      if (!body.ok) say(bodyBox, context.sentences.text(`本文（${words}）`, BODY)[body.reason]);
    }
    return wrong ? REFUSED : texts;
  },
  show: (box, value) =>
    Object.fromEntries(
      OTHER_LANGUAGES.flatMap(([code]) => {
        const [subject, body] = boxesOf(box, code);
        return [
          [subject, value[code]?.subject ?? ''],
          [body, value[code]?.body ?? ''],
        ];
      }),
    ),
};
