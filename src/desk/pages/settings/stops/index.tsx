import { longDate } from '../../../../lib/dates/format.ts';
import { cityDay, daysBetween, deskMoment } from '../../../../lib/dates/jst.ts';
import { type FormErrors, Pager, Says, Table, wholeCol } from '../../../../lib/html/index.ts';
import { STOP_CHANGES, type StopNotice, stopNotices, tellOfStop } from '../../../../running/stop-notices.ts';
import {
  ANNOUNCED_DAYS,
  countStops,
  listStops,
  noticeWords,
  type PlannedStop,
  planStop,
  type StopState,
} from '../../../../site/maintenance.ts';
import { DeskForm, readForm } from '../../../parts/form.tsx';
import { pageAsked } from '../../../parts/pages.ts';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { stopForm } from './form.ts';
import { alive, CLASHES, oneStop, tellsCity } from './one.tsx';

const A_PAGE = 40;

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
  'over-before': 'この計画停止は、すでに終了したか、取りやめられていました。何も変更していません。',
  changed: '計画停止を変更しました。予約サイトの表示も変わりました。',
  'changed-coming': '計画停止を変更しました。始まる2週間前から、変更した内容が予約サイトに自動で出ます。',
  'changed-late': '計画停止を変更しました。2週間前の案内に間に合わないため、すぐに予約サイトへ掲載しました。',
  same: SAME,
};

/** 予定：令和8年11月29日 14:05に送信 */
function mailWords({ what, addresses, sentAt, failed, passed }: StopNotice): string {
  const how = (): string => {
    if (addresses === 0) return '市の連絡先が登録されていないため、送っていません';
    if (sentAt !== null) return `${deskMoment(sentAt)}に送信済`;
    if (passed) return '次のお知らせに代えて、送信していません';
    return failed ? '不達' : '送信待ち';
  };
  return `${STOP_CHANGES[what]}：${how()}`;
}

type Props = {
  ask: SignedAsk;
  stops: PlannedStop[];
  notices: StopNotice[];
  page: number;
  pages: number;
  tells: string;
  errors: FormErrors;
};

function StopsPage({ ask, stops, notices, page: at, pages, tells, errors }: Props) {
  const today = cityDay(ask.now);
  return (
    <SettingsPage ask={ask} title="計画停止" said={DONE[field(ask.query, 'done')]} errors={errors}>
      <Says class="lead">
        点検などで予約サイトを止める予定です。始まる2週間前から予約サイトに自動で出て、止まっているあいだは、終わる時刻を案内します。
      </Says>
      <Says>{tells}</Says>
      <Table
        caption="計画停止"
        empty="計画停止の予定は、ありません。"
        columns={[wholeCol('開始'), wholeCol('終了'), '理由', '市への提示日', '市へのメール', wholeCol('状態')]}
        rows={stops.map(({ id, startsAt, endsAt, reason, presentedOn, noticeDays, shortNotice, state }) => [
          deskMoment(startsAt),
          deskMoment(endsAt),
          reason,
          <>
            {longDate(presentedOn)}
            {noticeDays < ANNOUNCED_DAYS && (
              <span class="sub">
                <b>2週間未満（{noticeWords(noticeDays)}）</b>
                {shortNotice !== null && `：${shortNotice}`}
              </span>
            )}
          </>,
          notices.filter(({ stopId }) => stopId === id).map((notice) => <span class="sub">{mailWords(notice)}</span>),
          <>
            {STATES[state]}
            {alive(state) && (
              <span class="sub">
                <a href={paths.stop(id)}>
                  変更する<span class="unseen">：{deskMoment(startsAt)}からの計画停止</span>
                </a>{' '}
                <a href={paths.cancelStop(id)}>
                  取りやめる<span class="unseen">：{deskMoment(startsAt)}からの計画停止</span>
                </a>
              </span>
            )}
          </>,
        ])}
      />
      <Pager page={at} pages={pages} href={(to) => withQuery(paths.stops, { page: to })} />
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

async function page(ask: SignedAsk, errors: FormErrors = {}, status = 200): Promise<Answer> {
  const { page: at, pages, ...stretch } = pageAsked(ask, await countStops(ask.db), A_PAGE);
  const stops = await listStops(ask.db, stretch);
  const notices = await stopNotices(
    ask.db,
    stops.map(({ id }) => id),
  );
  const listed = { stops, notices, page: at, pages };
  return show(<StopsPage ask={ask} {...listed} tells={await tellsCity(ask)} errors={errors} />, status);
}

export const stopRoutes: readonly Route[] = [
  get(paths.stops, RIGHT, (ask) => page(ask)),
  post(paths.stops, RIGHT, '計画停止の登録', async (ask) => {
    const today = cityDay(ask.now);
    const typed = readForm(ask, stopForm(today));
    if (!typed.ok) return page(ask, typed.errors, 422);
    const planned = await planStop(ask.db, ask.actor, typed.value, (tx, stop) => tellOfStop(tx, ask.actor, 'planned', stop));
    if (!planned.ok) return page(ask, CLASHES[planned.reason], 422);
    const late = daysBetween(today, cityDay(typed.value.startsAt)) < ANNOUNCED_DAYS;
    return go(withQuery(paths.stops, { done: late ? 'late' : 'planned' }));
  }),
  ...oneStop,
];
