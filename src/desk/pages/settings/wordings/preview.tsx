import type { ComponentChildren } from 'preact';
import { factsOf, languageOf } from '../../../../languages/index.ts';
import { exampleMails } from '../../../../letters/examples.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { Phrase, Says } from '../../../../lib/html/index.ts';
import { rubyInLine } from '../../../../lib/language/ruby.ts';
import { MAIL_WORDINGS } from '../../../../site/wordings/mails.ts';
import type { Wording } from '../../../../site/wordings/parts.ts';
import { ownText, type Said } from '../../../../site/wordings/said.ts';
import { SettingsPage } from '../../../parts/settings-page.tsx';
import { PreviewPress } from '../../../parts/text-preview.tsx';
import { paths } from '../../../paths.ts';
import { type Answer, type SignedAsk, show } from '../../../route.ts';
import type { WordingFields } from './form.tsx';
import { SPOKEN } from './languages.ts';

export const WORDINGS = { href: paths.wordings, words: '文面' };

/** Which parts of a wording a language says as they are built in, though another language says them otherwise. */
function untold({ parts }: Wording, said: Said, language: string): string {
  const left = parts.filter(({ code }) => said.texts[code] !== undefined && ownText(said, code, language) === undefined);
  if (left.length === 0) return '';
  const [kept, none] = [
    left.filter(({ builtIn }) => builtIn(languageOf(language)) !== ''),
    left.filter(({ builtIn }) => builtIn(languageOf(language)) === ''),
  ].map((some) => some.map(({ label }) => label).join('、'));
  return [
    kept === '' ? '' : `この言語の文がないため、初期の文のままです：${kept}。`,
    none === '' ? '' : `この言語の文がないため、表示しません：${none}。`,
  ].join('');
}

/** What a reader of each language is shown. */
async function shownIn(ask: SignedAsk, wording: Wording, said: Said): Promise<ReadonlyMap<string, ComponentChildren>> {
  const mail = MAIL_WORDINGS.find(({ name }) => name === wording.name);
  if (mail !== undefined)
    return new Map(
      (await exampleMails(ask.db, mail.kind, said, ask.now)).map(({ language, mails }) => [
        language,
        mails.map(({ subject, text }) => (
          <>
            <p>
              <b>{subject}</b>
            </p>
            <pre class="letter">{text}</pre>
          </>
        )),
      ]),
    );
  return new Map(
    SPOKEN.map(([code]) => [
      code,
      <div class="letter">
        {wording.parts.map(({ code: part, builtIn }, nth) => {
          const text = rubyInLine(ownText(said, part, code) ?? builtIn(code));
          if (text === '') return <p>（表示しません）</p>;
          return text.split('\n').map((line) => <p>{nth === 0 ? <b>{line}</b> : <Phrase>{line}</Phrase>}</p>);
        })}
      </div>,
    ]),
  );
}

const NOT_YET = 'まだ登録していません。登録すると、次のようになります。';
const MAIL_NAMES = new Set(MAIL_WORDINGS.map(({ name }) => name));

type Preview = { wording: Wording; value: WordingFields; typed: Readonly<Record<string, string>> };

/** A wording as it will be read, whole and in each language, before it is kept. */
export async function wordingPreview(ask: SignedAsk, { wording, value, typed }: Preview): Promise<Answer> {
  const shown = await shownIn(ask, wording, value);
  return show(
    <SettingsPage
      ask={ask}
      title={`文面を確かめる：${wording.title}`}
      crumbs={[WORDINGS, { href: paths.wording(wording.name), words: wording.title }]}
    >
      <Says class="lead">{MAIL_NAMES.has(wording.name) ? `${NOT_YET}予約の内容は例です。` : NOT_YET}</Says>
      <dl class="mailing-facts">
        <dt>使い始める日時</dt>
        <dd>{value.since === null ? 'すぐに使います' : deskMoment(value.since)}</dd>
        {wording.hides && (
          <>
            <dt>予約サイトでの表示</dt>
            <dd>{value.hidden ? '表示しません' : '表示します'}</dd>
          </>
        )}
      </dl>
      {SPOKEN.map(([code, words]) => (
        <section class="desk-section" aria-labelledby={`in-${code}`}>
          <h2 id={`in-${code}`}>{words}</h2>
          {untold(wording, value, code) !== '' && <p class="soft">{untold(wording, value, code)}</p>}
          <div lang={factsOf(code).lang}>{shown.get(code)}</div>
        </section>
      ))}
      <PreviewPress ask={ask} action={paths.wording(wording.name)} typed={typed} submit="登録する" />
    </SettingsPage>,
  );
}
