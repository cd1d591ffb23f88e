import { eraDate, longDate } from '../../../../lib/dates/format.ts';
import { cityDay, daysBetween, deskMoment } from '../../../../lib/dates/jst.ts';
import {
  Button,
  type FormErrors,
  hasErrors,
  LinkButton,
  Notice,
  PostForm,
  Says,
  Table,
  TextField,
} from '../../../../lib/html/index.ts';
import { dayTyped } from '../../../../lib/values/days.ts';
import { smallId } from '../../../../lib/values/ids.ts';
import { lineOfText } from '../../../../lib/values/texts.ts';
import {
  ANNOUNCED_DAYS,
  cancelStop,
  listStops,
  type PlannedStop,
  planStop,
  type StopState,
} from '../../../../site/maintenance.ts';
import { NotFound } from '../../../parts/not-found.tsx';
import { shownIn, typedForm, wrongDay, wrongText } from '../../../parts/typed.ts';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { MomentField, momentTyped } from '../moment.tsx';
import { RIGHT, SettingsPage } from '../parts.tsx';

const REASON = 100;
const STATES: Record<StopState, string> = {
  running: 'いま停止しています',
  announced: '予約サイトに出ています',
  coming: 'まだ出ていません',
  past: '終わりました',
  cancelled: '取りやめました',
};
const DONE: Record<string, string> = {
  planned: '計画停止を登録しました。始まる2週間前から、予約サイトに自動で出ます。',
  late: '計画停止を登録しました。2週間前の案内に間に合わないため、いまから予約サイトに出ています。',
  cancelled: '計画停止を取りやめました。',
};

const alive = (state: StopState): boolean => state !== 'past' && state !== 'cancelled';

function StopsPage({ ask, stops, errors }: { ask: SignedAsk; stops: PlannedStop[]; errors: FormErrors }) {
  const shown = shownIn(ask, { presented: eraDate(cityDay(ask.now)) });
  return (
    <SettingsPage ask={ask} title="計画停止" said={DONE[field(ask.query, 'done')]} errors={errors}>
      <Says class="lead">
        点検などで予約サイトを止める予定です。始まる2週間前から予約サイトに自動で出て、止まっているあいだは、終わる時刻を案内します。
      </Says>
      <Table
        caption="計画停止"
        empty="計画停止の予定は、ありません。"
        columns={[
          { head: '始まり', whole: true },
          { head: '終わり', whole: true },
          { head: '理由' },
          { head: '市への提示日', whole: true },
          { head: '状態', whole: true },
        ]}
        rows={stops.map(({ id, startsAt, endsAt, reason, presentedOn, state }) => [
          deskMoment(startsAt),
          deskMoment(endsAt),
          reason,
          longDate(presentedOn),
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
        <PostForm action={paths.stops} token={ask.token} class="desk-form">
          <MomentField name="starts" label="始まり" need="must" timed shown={shown} errors={errors} />
          <MomentField name="ends" label="終わり" need="must" timed shown={shown} errors={errors} />
          <TextField
            name="reason"
            label="理由"
            hint="予約サイトに出ます。例：年に一度の点検のため"
            error={errors['reason']}
            value={shown('reason')}
          />
          <TextField
            name="presented"
            label="市への提示日"
            size="id"
            hint="市に予定を示した日。記録に残ります。"
            error={errors['presented']}
            value={shown('presented')}
          />
          <p class="acts">
            <Button>予定する</Button>
          </p>
        </PostForm>
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

export const stopRoutes: readonly Route[] = [
  get(paths.stops, RIGHT, (ask) => page(ask)),
  post(paths.stops, RIGHT, async (ask) => {
    const form = typedForm(ask.body);
    const today = cityDay(ask.now);
    const startsAt = momentTyped(ask, form, 'starts', '始まり', { end: false, timed: true });
    if (startsAt === null) form.wrong('starts-day', '始まりの日を入れてください。');
    const endsAt = momentTyped(ask, form, 'ends', '終わり', { end: true, timed: true });
    if (endsAt === null) form.wrong('ends-day', '終わりの日を入れてください。');
    const reason = form.must('reason', lineOfText(REASON), wrongText('理由', REASON), '');
    const presentedOn = form.must('presented', dayTyped(today), wrongDay('市への提示日'), '');
    if (startsAt !== null && endsAt !== null && Temporal.Instant.compare(endsAt, startsAt) <= 0)
      form.wrong('ends-day', '終わりが、始まりより前です。');
    if (presentedOn > today) form.wrong('presented', '市への提示日は、きょうまでの日にしてください。');
    if (hasErrors(form.errors) || startsAt === null || endsAt === null) return page(ask, form.errors, 422);
    const planned = await planStop(ask.db, ask.actor, { startsAt, endsAt, reason, presentedOn });
    if (!planned.ok)
      return page(
        ask,
        planned.reason === 'over'
          ? { 'ends-day': '終わりの日時が、過ぎています。' }
          : { 'starts-day': 'ほかの計画停止と重なっています。' },
        422,
      );
    const late = daysBetween(today, cityDay(startsAt)) < ANNOUNCED_DAYS;
    return go(withQuery(paths.stops, { done: late ? 'late' : 'planned' }));
  }),
  get(paths.cancelStop(':id'), RIGHT, async (ask) => {
    const id = smallId(ask.params['id']);
    const stop = (await listStops(ask.db)).find((one) => id.ok && one.id === id.value && alive(one.state));
    return stop === undefined ? show(<NotFound ask={ask} />, 404) : show(<CancelPage ask={ask} stop={stop} />);
  }),
  post(paths.cancelStop(':id'), RIGHT, async (ask) => {
    const id = smallId(ask.params['id']);
    if (id.ok) await cancelStop(ask.db, ask.actor, id.value);
    return go(withQuery(paths.stops, { done: 'cancelled' }));
  }),
];
