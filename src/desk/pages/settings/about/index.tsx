import { fingerprint } from '../../../../lib/fingerprint.ts';
import { type FormErrors, Says } from '../../../../lib/html/index.ts';
import { type CitySettings, readCitySettings } from '../../../../site/city.ts';
import { CITY_TEXTS, changeCity } from '../../../../site/planned-city.ts';
import { nameAfter, PRACTICE_MARK, wouldBecomePractice } from '../../../../site/practice.ts';
import { readForm, seenOf } from '../../../parts/form.tsx';
import { planFrom, withdrawAsked, withSince } from '../../../parts/plan.ts';
import { PLAN_DONE } from '../../../parts/planned.tsx';
import { RowTexts, takenAgain, textHistory } from '../../../parts/row-texts.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { pressed } from '../../../parts/text-preview.tsx';
import { TextsForm } from '../../../parts/texts-form.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { aboutForm, CITY_PLANS } from './form.ts';
import { cityChanged, lookAtCity } from './look.tsx';

const DONE: Record<string, string> = {
  ...PLAN_DONE,
  changed: '市の情報を変更しました。すぐに反映されます。',
  same: SAME,
};

const NOT_THE_MARK: FormErrors = {
  name: `名称は、「${PRACTICE_MARK}」から始めないでください。練習用の画面の印のため、市民へのメールが届かなくなります。`,
};

type Shown = { errors?: FormErrors; meanwhile?: CitySettings | undefined };

async function page(ask: SignedAsk, { errors = {}, meanwhile }: Shown = {}, status = 200): Promise<Answer> {
  const { senderAddress, ...facts } = await readCitySettings(ask.db);
  const history = await textHistory(ask.db, CITY_TEXTS);
  return show(
    <SettingsPage ask={ask} title="市の情報" said={DONE[field(ask.query, 'done')]} errors={errors}>
      {meanwhile !== undefined && <Meanwhile kept={facts} typed={meanwhile} />}
      <Says class="lead">
        予約サイト、メール、印刷物で、市について表示する内容です。電話番号が変わる日などが決まっているときは、「使い始める日時」を入力すると、その日時に自動で切り替わります。
      </Says>
      <TextsForm
        ask={ask}
        form={aboutForm}
        plans={history.plans}
        action={paths.about}
        values={takenAgain(ask, CITY_PLANS, facts, history)}
        errors={errors}
        seen={seenOf(ask, facts, meanwhile !== undefined)}
        submit="表示を確かめる"
        back={{ href: paths.settings, words: 'やめる' }}
      />
      <p class="soft">
        {senderAddress === ''
          ? 'メールの差出人のアドレスは、まだ分かりません。メールを送る処理が始まると、ここに表示します。'
          : `メールの差出人のアドレスは ${senderAddress} です。システムの設定（MAIL_FROM）で決まります。`}
      </p>
      <RowTexts
        ask={ask}
        of={CITY_PLANS}
        facts={facts}
        history={history}
        href={paths.about}
        withdraw={(plan) => paths.withdrawAbout(plan)}
      />
    </SettingsPage>,
    status,
  );
}

type Typed = { kept: CitySettings; value: CitySettings };

async function plan(ask: SignedAsk, { kept, value }: Typed, since: Temporal.Instant): Promise<Answer> {
  const history = await textHistory(ask.db, CITY_TEXTS);
  const planned = await planFrom(ask, CITY_PLANS, kept, { value, since, plans: history.plans });
  if (planned === 'planned') return go(withQuery(paths.about, { done: 'planned' }));
  if (planned === 'meanwhile') return page(ask, { meanwhile: value }, 409);
  if ('errors' in planned) return page(ask, { errors: planned.errors }, planned.status);
  return lookAtCity(ask, { kept, value, plans: history.plans, ahead: planned.look });
}

async function change(ask: SignedAsk): Promise<Answer> {
  const typed = withSince(ask, readForm(ask, aboutForm));
  if (!typed.ok) return page(ask, { errors: typed.errors }, 422);
  if (pressed(ask) === 'edit') return page(ask);
  const { senderAddress: _, ...kept } = await readCitySettings(ask.db);
  if (wouldBecomePractice(kept.name, typed.value.value.name)) return page(ask, { errors: NOT_THE_MARK }, 422);
  const value = { ...typed.value.value, name: nameAfter(kept.name, typed.value.value.name) };
  if (typed.value.since !== null) return plan(ask, { kept, value }, typed.value.since);
  if (pressed(ask) === 'look' && cityChanged(kept, value).length > 0 && field(ask.body, 'seen') === fingerprint(kept)) {
    const { plans } = await textHistory(ask.db, CITY_TEXTS);
    return lookAtCity(ask, { kept, value, plans });
  }
  const changed = await changeCity(ask.db, ask.actor, field(ask.body, 'seen'), value);
  if (!changed.ok && changed.reason === 'practice_name') return page(ask, { errors: NOT_THE_MARK }, 422);
  if (!changed.ok) return page(ask, { meanwhile: value }, 409);
  return go(withQuery(paths.about, { done: changed.value }));
}

export const aboutRoutes: readonly Route[] = [
  get(paths.about, RIGHT, (ask) => page(ask)),
  post(paths.about, RIGHT, '市の情報の変更', change),
  post(paths.withdrawAbout(':plan'), RIGHT, '市の情報の予定している変更の取りやめ', async (ask) =>
    go(withQuery(paths.about, { done: await withdrawAsked(ask, CITY_PLANS) })),
  ),
];
