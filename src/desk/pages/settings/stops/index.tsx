import { longDate } from '../../../../lib/dates/format.ts';
import { cityDay, daysBetween, deskMoment } from '../../../../lib/dates/jst.ts';
import { Button, type FormErrors, LinkButton, Notice, PostForm, Says, Table } from '../../../../lib/html/index.ts';
import { smallId } from '../../../../lib/values/ids.ts';
import {
  ANNOUNCED_DAYS,
  cancelStop,
  listStops,
  type PlannedStop,
  planStop,
  type StopState,
} from '../../../../site/maintenance.ts';
import { DeskForm, readForm } from '../../../parts/form.tsx';
import { withRow } from '../../../parts/row.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { stopForm } from './form.ts';

const STATES: Record<StopState, string> = {
  running: '停止中',
  announced: '予約サイトに掲載中',
  coming: '掲載前',
  past: '終了',
  cancelled: '取りやめ',
};
const DONE: Record<string, string> = {
  planned: '計画停止を登録しました。始まる2週間前から、予約サイトに自動で出ます。',
  late: '計画停止を登録しました。2週間前の案内に間に合わないため、すぐに予約サイトへ掲載しました。',
  cancelled: '計画停止を取りやめました。',
};

const alive = (state: StopState): boolean => state !== 'past' && state !== 'cancelled';

function StopsPage({ ask, stops, errors }: { ask: SignedAsk; stops: PlannedStop[]; errors: FormErrors }) {
  const today = cityDay(ask.now);
  return (
    <SettingsPage ask={ask} title="計画停止" said={DONE[field(ask.query, 'done')]} errors={errors}>
      <Says class="lead">
        点検などで予約サイトを止める予定です。始まる2週間前から予約サイトに自動で出て、止まっているあいだは、終わる時刻を案内します。
      </Says>
      <Table
        caption="計画停止"
        empty="計画停止の予定は、ありません。"
        columns={[
          { head: '開始', whole: true },
          { head: '終了', whole: true },
          { head: '理由' },
          { head: '市への提示日' },
          { head: '状態', whole: true },
        ]}
        rows={stops.map(({ id, startsAt, endsAt, reason, presentedOn, noticeDays, shortNotice, state }) => [
          deskMoment(startsAt),
          deskMoment(endsAt),
          reason,
          <>
            {longDate(presentedOn)}
            {noticeDays < ANNOUNCED_DAYS && (
              <span class="sub">
                <b>2週間未満（{noticeDays}日前）</b>
                {shortNotice !== null && `：${shortNotice}`}
              </span>
            )}
          </>,
          <>
            {STATES[state]}
            {alive(state) && (
              <span class="sub">
                <a href={paths.cancelStop(id)}>
                  取りやめる<span class="unseen">：{deskMoment(startsAt)}からの計画停止</span>
                </a>
              </span>
            )}
          </>,
        ])}
      />
      <section class="desk-section" aria-labelledby="add">
        <h2 id="add">計画停止を予定する</h2>
        <DeskForm
          ask={ask}
          form={stopForm(today)}
          action={paths.stops}
          values={{ presentedOn: today }}
          errors={errors}
          submit="予定する"
        />
      </section>
    </SettingsPage>
  );
}

function CancelPage({ ask, stop }: { ask: SignedAsk; stop: PlannedStop }) {
  return (
    <SettingsPage ask={ask} title="計画停止を取りやめる" crumbs={[{ href: paths.stops, words: '計画停止' }]}>
      <Notice kind="care" title={`${deskMoment(stop.startsAt)}から${deskMoment(stop.endsAt)}まで`}>
        <Says>
          {stop.state === 'running'
            ? '取りやめると、予約サイトはすぐに使えるようになります。'
            : '取りやめると、予約サイトの案内も消えます。'}
        </Says>
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

const page = async (ask: SignedAsk, errors: FormErrors = {}, status = 200) =>
  show(<StopsPage ask={ask} stops={await listStops(ask.db)} errors={errors} />, status);

const withStop = withRow(async (ask, id) => (await listStops(ask.db)).find((one) => one.id === id && alive(one.state)));

export const stopRoutes: readonly Route[] = [
  get(paths.stops, RIGHT, (ask) => page(ask)),
  post(paths.stops, RIGHT, async (ask) => {
    const today = cityDay(ask.now);
    const typed = readForm(ask, stopForm(today));
    if (!typed.ok) return page(ask, typed.errors, 422);
    const planned = await planStop(ask.db, ask.actor, typed.value);
    if (!planned.ok)
      return page(
        ask,
        planned.reason === 'over'
          ? { 'ends-day': '終了の日時が、過ぎています。' }
          : { 'starts-day': 'ほかの計画停止と重なっています。' },
        422,
      );
    const late = daysBetween(today, cityDay(typed.value.startsAt)) < ANNOUNCED_DAYS;
    return go(withQuery(paths.stops, { done: late ? 'late' : 'planned' }));
  }),
  get(
    paths.cancelStop(':id'),
    RIGHT,
    withStop(async (ask, stop) => show(<CancelPage ask={ask} stop={stop} />)),
  ),
  post(paths.cancelStop(':id'), RIGHT, async (ask) => {
    const id = smallId(ask.params['id']);
    if (id.ok) await cancelStop(ask.db, ask.actor, id.value);
    return go(withQuery(paths.stops, { done: 'cancelled' }));
  }),
];
