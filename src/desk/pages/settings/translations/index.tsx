import { changesOf } from '../../../../audit/change.ts';
import { OTHER_LANGUAGES } from '../../../../audit/facts.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { fingerprint } from '../../../../lib/fingerprint.ts';
import { form, text } from '../../../../lib/form/index.ts';
import { type FormErrors, Says } from '../../../../lib/html/index.ts';
import {
  textToTranslate,
  translationAbout,
  translationName,
  translationTexts,
  withTranslationTexts,
} from '../../../../site/planned-translations.ts';
import { LONGEST_TRANSLATION } from '../../../../site/read-translations.ts';
import { translateText } from '../../../../site/translate.ts';
import { type Bodies, bodiesKept, placesWords, readText, type StaffText } from '../../../../site/translations.ts';
import { readForm, seenOf } from '../../../parts/form.tsx';
import { type Ahead, type Plannable, planFrom, withdrawAsked, withSince } from '../../../parts/plan.ts';
import { ComingToo, PLAN_DONE } from '../../../parts/planned.tsx';
import { withFound } from '../../../parts/row.tsx';
import { RowTexts, type TextHistory, takenAgain, textHistory } from '../../../parts/row-texts.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { pressed, TextPreview } from '../../../parts/text-preview.tsx';
import { TextsForm } from '../../../parts/texts-form.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { translationFileRoutes } from './file-routes.tsx';
import { LIST } from './files.tsx';

const KEY = /^[0-9a-f]{32}$/u;
const DONE: Record<string, string> = {
  saved: '保存しました。予約サイトに掲載中の文は、表示が変わりました。',
  same: SAME,
  ...PLAN_DONE,
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

/** How a text is said in other languages, and how that is planned (§8(1)⑦): each language a part. */
const translationPlans = (text: StaffText): Plannable<Bodies> => ({
  labels: Object.fromEntries(OTHER_LANGUAGES),
  name: translationName(text.key),
  about: { of: translationAbout(text) },
  texts: translationTexts,
  into: withTranslationTexts,
  // Words of a notice may name somebody.
  logged: () => ({}),
  read: async (tx) => (await textToTranslate(tx, text.key))?.bodies,
});

type More = { errors?: FormErrors; typed?: Bodies };
type Props = More & { of: StaffText; history: TextHistory };

const Stands = ({ of }: { of: StaffText }) => (
  <>
    <dt>表示する場所</dt>
    <dd>{placesWords(of.places)}</dd>
  </>
);

/** One text of staff's and how it is said in each other language. `typed`: what was typed on a page that was old. */
function TranslationPage({ ask, props: { of, history, errors = {}, typed } }: { ask: SignedAsk; props: Props }) {
  const plans = translationPlans(of);
  return (
    <SettingsPage ask={ask} title="ほかの言語で表示する" crumbs={[LIST]} said={DONE[field(ask.query, 'done')]} errors={errors}>
      {typed !== undefined && <Meanwhile kept={of.bodies} typed={typed} />}
      <dl class="mailing-facts">
        <dt>日本語の文</dt>
        <dd>{of.source}</dd>
        <Stands of={of} />
      </dl>
      <Says class="lead">
        空欄の言語では、日本語の文を表示します。日本語の文を変更すると、ここで入力した文は使われなくなります。変更後の文に、改めて入力してください。
      </Says>
      <TextsForm
        ask={ask}
        form={bodiesForm}
        plans={history.plans}
        action={paths.translation(of.key)}
        values={takenAgain(ask, plans, of.bodies, history)}
        errors={errors}
        seen={seenOf(ask, of.bodies, typed !== undefined)}
        submit="表示を確かめる"
        back={{ href: LIST.href, words: 'やめる' }}
      />
      <RowTexts
        ask={ask}
        of={plans}
        facts={of.bodies}
        history={history}
        called="各言語の文"
        href={paths.translation(of.key)}
        withdraw={(plan) => paths.withdrawTranslation(of.key, plan)}
      />
    </SettingsPage>
  );
}

type LookProps = { ask: SignedAsk; of: StaffText; after: Bodies; history: TextHistory; ahead?: Ahead };

/** The text in each language as it will be read, before it is kept. */
const TranslationLook = ({ ask, of, after, history, ahead }: LookProps) => (
  <SettingsPage ask={ask} title="ほかの言語での表示を確かめる" crumbs={[LIST]}>
    <TextPreview
      ask={ask}
      body={of.source}
      bodies={after}
      action={paths.translation(of.key)}
      typed={{ ...bodiesForm.boxes(after), ...ahead?.boxes, seen: field(ask.body, 'seen') }}
      submit={ahead === undefined ? '保存する' : '予定を登録する'}
      without="訳がない言語では、日本語の文を表示します。"
    >
      <dl class="mailing-facts">
        <Stands of={of} />
        <dt>使い始める日時</dt>
        <dd>{ahead === undefined ? 'すぐに使います' : deskMoment(ahead.since)}</dd>
      </dl>
      {ahead === undefined && (
        <ComingToo
          parts={Object.keys(changesOf(of.bodies, after))}
          plans={history.plans}
          labels={Object.fromEntries(OTHER_LANGUAGES)}
        />
      )}
    </TextPreview>
  </SettingsPage>
);

const withText = withFound(async (ask) => {
  const key = ask.params['key'] ?? '';
  return KEY.test(key) ? await readText(ask.db, key) : undefined;
});

async function page(ask: SignedAsk, of: StaffText, more: More = {}, status = 200): Promise<Answer> {
  const history = await textHistory(ask.db, translationName(of.key));
  return show(<TranslationPage ask={ask} props={{ of, history, ...more }} />, status);
}

/** What is said where the page was old: what is kept by now, read after the refusal. */
const meanwhile = (ask: SignedAsk, typed: Bodies): Promise<Answer> =>
  withText((again, now) => page(again, now, { typed }, 409))(ask);

async function plan(ask: SignedAsk, of: StaffText, value: Bodies, since: Temporal.Instant): Promise<Answer> {
  const history = await textHistory(ask.db, translationName(of.key));
  const planned = await planFrom(ask, translationPlans(of), of.bodies, { value, since, plans: history.plans });
  if (planned === 'planned') return go(withQuery(paths.translation(of.key), { done: 'planned' }));
  if (planned === 'meanwhile') return meanwhile(ask, value);
  if ('errors' in planned) return page(ask, of, { errors: planned.errors }, planned.status);
  return show(<TranslationLook ask={ask} of={of} after={value} history={history} ahead={planned.look} />);
}

async function change(ask: SignedAsk, of: StaffText): Promise<Answer> {
  const typed = withSince(ask, readForm(ask, bodiesForm));
  if (!typed.ok) return page(ask, of, { errors: typed.errors }, 422);
  const press = pressed(ask);
  if (press === 'edit') return page(ask, of);
  const after = bodiesKept(typed.value.value);
  if (typed.value.since !== null) return plan(ask, of, after, typed.value.since);
  const changed = Object.keys(changesOf(of.bodies, after)).length > 0;
  // What is as it was, or typed on a page that is old, needs no look: the act says so.
  if (press === 'look' && changed && field(ask.body, 'seen') === fingerprint(of.bodies)) {
    const history = await textHistory(ask.db, translationName(of.key));
    return show(<TranslationLook ask={ask} of={of} after={after} history={history} />);
  }
  const result = await translateText(ask.db, ask.actor, of.key, field(ask.body, 'seen'), after);
  if (result.ok) return go(withQuery(paths.translation(of.key), { done: result.value === 'same' ? 'same' : 'saved' }));
  return meanwhile(ask, after);
}

export const translationRoutes: readonly Route[] = [
  ...translationFileRoutes,
  get(
    paths.translation(':key'),
    RIGHT,
    withText((ask, of) => page(ask, of)),
  ),
  post(paths.translation(':key'), RIGHT, 'ほかの言語の文の変更', withText(change)),
  post(
    paths.withdrawTranslation(':key', ':plan'),
    RIGHT,
    'ほかの言語の文の予定している変更の取りやめ',
    withText(async (ask, of) =>
      go(withQuery(paths.translation(of.key), { done: await withdrawAsked(ask, translationPlans(of)) })),
    ),
  ),
];
