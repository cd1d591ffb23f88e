import { OTHER_LANGUAGES } from '../../../audit/facts.ts';
import { factsOf, languageOf } from '../../../languages/index.ts';
import { wordsOf } from '../../../letters/compose.ts';
import { type MailingText, mailingIn, type Recipients } from '../../../letters/mailings.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { languageWords } from '../../parts/language.ts';

const CODES = ['ja', ...OTHER_LANGUAGES.map(([code]) => code)];

/** Who gets the Japanese text though they read another language: 英語3件、韓国語1件. */
const untold = ({ texts }: MailingText, languages: Recipients['languages']): string =>
  CODES.filter((code) => code !== 'ja' && texts[code] === undefined && (languages[code] ?? 0) > 0)
    .map((code) => `${languageWords(code)}${grouped(languages[code] ?? 0)}件`)
    .join('、');

type Props = { mailing: MailingText; languages: Recipients['languages'] };

/** The mail as a reader of each language gets it, with how many they are, before it is sent. */
export function InEachLanguage({ mailing, languages }: Props) {
  const without = untold(mailing, languages);
  return (
    <>
      {without !== '' && <p>文のない言語の方に、日本語の件名と本文を送ります：{without}</p>}
      <p class="soft">予約サイトのURLと、付けるときは予約の内容が、送るときに本文の下に付きます。</p>
      {CODES.map((code) => {
        const own = mailingIn(mailing, code);
        const { subject, text } = wordsOf(code).mailing(own.subject, own.body, null, false, null);
        return (
          <section class="desk-section" aria-labelledby={`in-${code}`}>
            <h3 id={`in-${code}`}>
              {languageWords(code)}（{grouped(languages[code] ?? 0)}件）
            </h3>
            {own.lang !== code && <p class="soft">この言語の文がないため、日本語の件名と本文を送ります</p>}
            <div lang={factsOf(languageOf(own.lang)).lang}>
              <p>
                <b>{subject}</b>
              </p>
              <pre class="letter">{text}</pre>
            </div>
          </section>
        );
      })}
    </>
  );
}

/** What was written in other languages. */
export const OtherTexts = ({ texts }: Pick<MailingText, 'texts'>) => (
  <>
    {OTHER_LANGUAGES.map(([code, words]) => {
      const own = texts[code];
      return (
        own !== undefined && (
          <div>
            <dt>{words}</dt>
            <dd class="mailing-body" lang={factsOf(languageOf(code)).lang}>
              <b>{own.subject}</b>
              {`\n${own.body}`}
            </dd>
          </div>
        )
      );
    })}
  </>
);
