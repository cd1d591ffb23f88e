import { changesOf } from '../../../../audit/change.ts';
import { OTHER_LANGUAGES } from '../../../../audit/facts.ts';
import { fingerprint } from '../../../../lib/fingerprint.ts';
import { form, text } from '../../../../lib/form/index.ts';
import { type FormErrors, Says } from '../../../../lib/html/index.ts';
import { LONGEST_TRANSLATION } from '../../../../site/read-translations.ts';
import { type Bodies, bodiesKept, placesWords, readText, type StaffText, translateText } from '../../../../site/translations.ts';
import { DeskForm, readForm, seenOf } from '../../../parts/form.tsx';
import { withFound } from '../../../parts/row.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { pressed, TextPreview } from '../../../parts/text-preview.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { translationFileRoutes } from './file-routes.tsx';
import { LIST } from './files.tsx';

const KEY = /^[0-9a-f]{32}$/u;
const DONE: Record<string, string> = {
  saved: '保存しました。予約サイトに掲載中の文は、表示が変わりました。',
  same: SAME,
};

const bodiesForm = form<Record<string, string>>(
  Object.fromEntries(
    OTHER_LANGUAGES.map(([code, words]) => [
      code,
      text(words, LONGEST_TRANSLATION, {
        rows: 3,
        ...(code === 'easy' ? { hint: '短い文で書きます。読み仮名は、漢字のあとに入力します。例：[予約](よやく)' } : {}),
      }).or(''),
    ]),
  ),
);

type Props = { of: StaffText; errors?: FormErrors; typed?: Bodies };

/** One text of staff's and how it is said in each other language. `typed`: what was typed on a page that was old. */
function TranslationPage({ ask, props: { of, errors = {}, typed } }: { ask: SignedAsk; props: Props }) {
  return (
    <SettingsPage ask={ask} title="ほかの言語で表示する" crumbs={[LIST]} said={DONE[field(ask.query, 'done')]} errors={errors}>
      {typed !== undefined && <Meanwhile kept={of.bodies} typed={typed} />}
      <dl class="mailing-facts">
        <dt>日本語の文</dt>
        <dd>{of.source}</dd>
        <dt>表示する場所</dt>
        <dd>{placesWords(of.places)}</dd>
      </dl>
      <Says class="lead">
        空欄の言語では、日本語の文を表示します。日本語の文を変更すると、ここで入力した文は使われなくなります。変更後の文に、改めて入力してください。
      </Says>
      <DeskForm
        ask={ask}
        form={bodiesForm}
        action={paths.translation(of.key)}
        values={of.bodies}
        errors={errors}
        seen={seenOf(ask, of.bodies, typed !== undefined)}
        submit="表示を確かめる"
        back={{ href: LIST.href, words: 'やめる' }}
      />
    </SettingsPage>
  );
}

type LookProps = { ask: SignedAsk; of: StaffText; after: Bodies; typed: Readonly<Record<string, string>> };

/** The text in each language as it will be read, before it is kept. */
const TranslationLook = ({ ask, of, after, typed }: LookProps) => (
  <SettingsPage ask={ask} title="ほかの言語での表示を確かめる" crumbs={[LIST]}>
    <TextPreview
      ask={ask}
      body={of.source}
      bodies={after}
      action={paths.translation(of.key)}
      typed={{ ...typed, seen: field(ask.body, 'seen') }}
      submit="保存する"
      without="訳がない言語では、日本語の文を表示します。"
    >
      <dl class="mailing-facts">
        <dt>表示する場所</dt>
        <dd>{placesWords(of.places)}</dd>
      </dl>
    </TextPreview>
  </SettingsPage>
);

const withText = withFound(async (ask) => {
  const key = ask.params['key'] ?? '';
  return KEY.test(key) ? await readText(ask.db, key) : undefined;
});

const page = async (ask: SignedAsk, props: Props, status = 200) => show(<TranslationPage ask={ask} props={props} />, status);

export const translationRoutes: readonly Route[] = [
  ...translationFileRoutes,
  get(
    paths.translation(':key'),
    RIGHT,
    withText((ask, of) => page(ask, { of })),
  ),
  post(
    paths.translation(':key'),
    RIGHT,
    'ほかの言語の文の変更',
    withText(async (ask, of) => {
      const typed = readForm(ask, bodiesForm);
      if (!typed.ok) return page(ask, { of, errors: typed.errors }, 422);
      const press = pressed(ask);
      if (press === 'edit') return page(ask, { of });
      const after = bodiesKept(typed.value);
      const changed = Object.keys(changesOf(of.bodies, after)).length > 0;
      // What is as it was, or typed on a page that is old, needs no look: the act says so.
      if (press === 'look' && changed && field(ask.body, 'seen') === fingerprint(of.bodies))
        return show(<TranslationLook ask={ask} of={of} after={after} typed={bodiesForm.boxes(typed.value)} />);
      const result = await translateText(ask.db, ask.actor, of.key, field(ask.body, 'seen'), typed.value);
      if (result.ok) return go(withQuery(paths.translation(of.key), { done: result.value === 'same' ? 'same' : 'saved' }));
      return withText((again, now) => page(again, { of: now, typed: typed.value }, 409))(ask);
    }),
  ),
];
