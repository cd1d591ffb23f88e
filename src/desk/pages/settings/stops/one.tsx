import { cityDay, deskMoment } from '../../../../lib/dates/jst.ts';
import { fingerprint } from '../../../../lib/fingerprint.ts';
import { Button, type FormErrors, LinkButton, Notice, PostForm, Says } from '../../../../lib/html/index.ts';
import { smallId } from '../../../../lib/values/ids.ts';
import { readContacts } from '../../../../running/contacts.ts';
import { tellOfStop } from '../../../../running/stop-notices.ts';
import {
  type ChangeStopRefusal,
  cancelStop,
  changeStop,
  type PlannedStop,
  planFacts,
  planOf,
  presentedAfter,
  readStop,
  type StopState,
} from '../../../../site/maintenance.ts';
import { DeskForm, readForm } from '../../../parts/form.tsx';
import { withRow } from '../../../parts/row.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { MEANWHILE } from '../../../parts/words.ts';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { stopForm } from './form.ts';

const STOPS = { href: paths.stops, words: '計画停止' };

export const alive = (state: StopState): boolean => state !== 'past' && state !== 'cancelled';

/** What is wrong with the times of a stop, at the box that says so. */
export const CLASHES: Readonly<Record<Exclude<ChangeStopRefusal, 'unknown' | 'changed_meanwhile'>, FormErrors>> = {
  over: { 'ends-day': '終了の日時が、過ぎています。' },
  overlaps: { 'starts-day': 'ほかの計画停止と重なっています。' },
  presented_before: {
    presented: '日時を変更するときは、新しい日時を市に示した日を入力してください。元の日時を示した日より後の日か、本日です。',
  },
  begun: { 'starts-day': '停止が始まっているため、開始は変更できません。' },
};

/** Where the city is told, as a press will do it. */
export async function tellsCity(ask: SignedAsk): Promise<string> {
  const { mails } = await readContacts(ask.db);
  return mails.length === 0
    ? '市の連絡先のメールアドレスが登録されていないため、市へのメールは送りません。「運用の記録」の「障害の報告先」で登録できます。'
    : `登録、変更、取りやめのたびに、内容を市の連絡先（${mails.join('、')}）へメールで送り、送った日時を残します。`;
}

type More = { errors?: FormErrors; refused?: string };

async function changePage(ask: SignedAsk, stop: PlannedStop, { errors = {}, refused }: More = {}, status = 200): Promise<Answer> {
  const plan = planOf(stop);
  return show(
    <SettingsPage ask={ask} title="計画停止を変更する" crumbs={[STOPS]} errors={errors} refused={refused}>
      <Says class="lead">{await tellsCity(ask)}</Says>
      <DeskForm
        ask={ask}
        form={stopForm(cityDay(ask.now), plan)}
        action={paths.stop(stop.id)}
        values={plan}
        errors={errors}
        seen={refused === undefined && field(ask.body, 'seen') !== '' ? field(ask.body, 'seen') : fingerprint(planFacts(plan))}
        submit="変更する"
        back={{ href: paths.stops, words: 'やめる' }}
      />
    </SettingsPage>,
    status,
  );
}

function CancelPage({ ask, stop, tells }: { ask: SignedAsk; stop: PlannedStop; tells: string }) {
  return (
    <SettingsPage ask={ask} title="計画停止を取りやめる" crumbs={[STOPS]}>
      <Notice kind="care" title={`${deskMoment(stop.startsAt)}から${deskMoment(stop.endsAt)}まで`}>
        <Says>
          {stop.state === 'running'
            ? '取りやめると、予約サイトはすぐに使えるようになります。'
            : '取りやめると、予約サイトの案内も消えます。'}
        </Says>
        <Says>{tells}</Says>
      </Notice>
      <PostForm action={paths.cancelStop(stop.id)} token={ask.token}>
        <p class="acts">
          <Button kind="danger">取りやめる</Button>
          <LinkButton href={paths.stops} kind="second">
            戻る
          </LinkButton>
        </p>
      </PostForm>
    </SettingsPage>
  );
}

/** What is said of a change: whether the citizens' site shows it now. */
async function doneOf(ask: SignedAsk, id: number, changed: 'changed' | 'same' | 'late'): Promise<string> {
  if (changed === 'late') return 'changed-late';
  const coming = changed === 'changed' && (await readStop(ask.db, id))?.state === 'coming';
  return coming ? 'changed-coming' : changed;
}

const withStop = withRow(async (ask, id) => {
  const stop = await readStop(ask.db, id);
  return stop !== undefined && alive(stop.state) ? stop : undefined;
});

export const oneStop: readonly Route[] = [
  get(
    paths.stop(':id'),
    RIGHT,
    withStop((ask, stop) => changePage(ask, stop)),
  ),
  post(
    paths.stop(':id'),
    RIGHT,
    '計画停止の変更',
    withStop(async (ask, stop) => {
      const today = cityDay(ask.now);
      const typed = readForm(ask, stopForm(today, planOf(stop)));
      if (!typed.ok) return changePage(ask, stop, { errors: typed.errors }, 422);
      const plan = { ...typed.value, presentedOn: presentedAfter(planOf(stop), typed.value, today) };
      const tell: Parameters<typeof changeStop>[5] = (tx, now, before) => tellOfStop(tx, ask.actor, 'changed', now, before);
      const changed = await changeStop(ask.db, ask.actor, stop.id, field(ask.body, 'seen'), plan, tell);
      if (changed.ok) return go(withQuery(paths.stops, { done: await doneOf(ask, stop.id, changed.value) }));
      if (changed.reason === 'unknown' || changed.reason === 'changed_meanwhile')
        return withStop((again, now) => changePage(again, now, { refused: MEANWHILE }, 409))(ask);
      return changePage(ask, stop, { errors: CLASHES[changed.reason] }, 422);
    }),
  ),
  get(
    paths.cancelStop(':id'),
    RIGHT,
    withStop(async (ask, stop) => show(<CancelPage ask={ask} stop={stop} tells={await tellsCity(ask)} />)),
  ),
  post(paths.cancelStop(':id'), RIGHT, '計画停止の取り消し', async (ask) => {
    const id = smallId(ask.params['id']);
    const cancelled =
      id.ok && (await cancelStop(ask.db, ask.actor, id.value, (tx, stop) => tellOfStop(tx, ask.actor, 'cancelled', stop)));
    return go(withQuery(paths.stops, { done: cancelled ? 'cancelled' : 'over-before' }));
  }),
];
