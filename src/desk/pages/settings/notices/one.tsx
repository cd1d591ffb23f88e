import { fingerprint } from '../../../../lib/fingerprint.ts';
import type { FormErrors } from '../../../../lib/html/index.ts';
import { changeNotice } from '../../../../site/notice-acts.ts';
import {
  type NoticeFacts,
  noticeAfter,
  noticeFacts,
  noticeVersions,
  readNotice,
  type SiteNotice,
} from '../../../../site/notices.ts';
import { type Plan, plansOf } from '../../../../site/planned.ts';
import { noticeTexts, noticeTextsName } from '../../../../site/planned-notices.ts';
import { DeskForm, readForm } from '../../../parts/form.tsx';
import { planFrom, withdrawAsked, withSince } from '../../../parts/plan.ts';
import { PLAN_DONE, PlannedTexts, planAsked } from '../../../parts/planned.tsx';
import { withRow } from '../../../parts/row.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { pressed } from '../../../parts/text-preview.tsx';
import { askedVersion, TextVersions } from '../../../parts/text-versions.tsx';
import { TextsForm } from '../../../parts/texts-form.tsx';
import { MEANWHILE } from '../../../parts/words.ts';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { NOTICE_LABELS, NOTICE_SINCE, noticeForm, noticePlans } from './form.ts';
import { NOTICES, noticePreview } from './preview.tsx';
import { siteNotice } from './subject.ts';

const OVER = '掲載が終わったお知らせは、変更できません。もう一度出すときは、新しく追加してください。';
const AFTER_ITS_END: FormErrors = { 'since-day': '掲載の終了より前の日時にしてください。' };

const instant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime());

type More = { errors?: FormErrors; refused?: string };
type FormProps = More & { ask: SignedAsk; notice: SiteNotice; body: string; plans: readonly Plan[] };

/** Its text and times; the text of one that is on the site may be planned. */
function NoticeForm({ ask, notice, body, plans, errors = {}, refused }: FormProps) {
  const [sent, shown] = [field(ask.body, 'seen'), notice.state === 'shown'];
  const props = {
    ask,
    form: noticeForm(ask.now, notice.state),
    action: paths.notice(notice.id),
    values: {
      body,
      from: instant(notice.shownFrom),
      until: notice.shownUntil === null ? null : instant(notice.shownUntil),
    },
    errors,
    seen: refused === undefined && sent !== '' ? sent : fingerprint(noticeFacts(notice)),
    submit: '表示を確かめる',
    back: { href: paths.notices, words: 'やめる' },
  };
  return shown ? <TextsForm {...props} plans={plans} since={NOTICE_SINCE} /> : <DeskForm {...props} />;
}

/** One notice: its text and times, what is to come of it, and every text it had. */
async function page(ask: SignedAsk, notice: SiteNotice, more: More = {}, status = 200): Promise<Answer> {
  const { errors = {}, refused } = more;
  const [versions, plans] = await Promise.all([noticeVersions(ask.db, notice.id), plansOf(ask.db, noticeTextsName(notice.id))]);
  const past = notice.state === 'past';
  const planned = planAsked(ask, plans)?.said.texts['body']?.['ja'];
  const body = planned ?? askedVersion(ask, versions)?.body ?? notice.body;
  return show(
    <SettingsPage
      ask={ask}
      title={past ? '掲載が終わったお知らせ' : 'お知らせを変更する'}
      crumbs={[NOTICES]}
      said={PLAN_DONE[field(ask.query, 'done')]}
      errors={errors}
      refused={refused}
    >
      {past ? <p class="lead">{notice.body}</p> : <NoticeForm ask={ask} notice={notice} body={body} plans={plans} {...more} />}
      {notice.state === 'shown' && (
        <PlannedTexts
          ask={ask}
          plans={plans}
          now={noticeTexts(noticeFacts(notice))}
          labels={NOTICE_LABELS}
          href={paths.notice(notice.id)}
          withdraw={(plan) => paths.withdrawNoticeTexts(notice.id, plan)}
        />
      )}
      <TextVersions versions={versions} href={past ? undefined : paths.notice(notice.id)} />
    </SettingsPage>,
    status,
  );
}

const withNotice = withRow((ask, id) => readNotice(ask.db, id));

/** What is said where the page was old, beside the notice as it is by now. */
async function refuse(ask: SignedAsk, notice: SiteNotice, refused: string): Promise<Answer> {
  return page(ask, (await readNotice(ask.db, notice.id)) ?? notice, { refused }, 409);
}

type Typed = { value: NoticeFacts; since: Temporal.Instant };

/** Plans a text of a notice that is on the site (§8(1)⑦): it stays as it is until then. */
async function plan(ask: SignedAsk, notice: SiteNotice, { value, since }: Typed): Promise<Answer> {
  if (value.until !== null && Temporal.Instant.compare(since, value.until) >= 0)
    return page(ask, notice, { errors: AFTER_ITS_END }, 422);
  const [kept, plans] = [noticeFacts(notice), await plansOf(ask.db, noticeTextsName(notice.id))];
  const planned = await planFrom(ask, noticePlans(notice), kept, { value: noticeAfter(kept, value), since, plans });
  if (planned === 'planned') return go(withQuery(paths.notice(notice.id), { done: 'planned' }));
  if (planned === 'meanwhile') return refuse(ask, notice, MEANWHILE);
  if ('errors' in planned) return page(ask, notice, { errors: planned.errors }, planned.status);
  const form = noticeForm(ask.now, notice.state);
  const [seen, action] = [field(ask.body, 'seen'), paths.notice(notice.id)];
  return noticePreview(ask, { form, value, action, seen, from: '変更しません', submit: '予定を登録する', ahead: planned.look });
}

async function change(ask: SignedAsk, notice: SiteNotice): Promise<Answer> {
  const form = noticeForm(ask.now, notice.state);
  const typed = withSince(ask, readForm(ask, form));
  if (!typed.ok) return page(ask, notice, { errors: typed.errors }, 422);
  const { value, since } = typed.value;
  if (pressed(ask) === 'edit') return page(ask, notice);
  if (since !== null) return plan(ask, notice, { value, since });
  const [seen, action] = [field(ask.body, 'seen'), paths.notice(notice.id)];
  if (pressed(ask) === 'look') {
    const plans = value.body === notice.body ? [] : await plansOf(ask.db, noticeTextsName(notice.id));
    return noticePreview(ask, { form, value, action, seen, from: '変更しません', submit: '変更する', plans });
  }
  const changed = await changeNotice(ask.db, ask.actor, notice.id, seen, value);
  if (changed.ok) {
    const coming = changed.value === 'changed' && (await readNotice(ask.db, notice.id))?.state === 'coming';
    return go(withQuery(paths.notices, { done: coming ? 'changed-coming' : changed.value }));
  }
  return refuse(ask, notice, changed.reason === 'over' ? OVER : MEANWHILE);
}

export const oneNotice: readonly Route[] = [
  get(
    paths.notice(':id'),
    RIGHT,
    withNotice((ask, notice) => page(ask, notice)),
  ),
  post(paths.notice(':id'), RIGHT, { words: 'お知らせの変更', of: siteNotice }, withNotice(change)),
  post(
    paths.withdrawNoticeTexts(':id', ':plan'),
    RIGHT,
    'お知らせの予定している変更の取りやめ',
    withNotice(async (ask, notice) =>
      go(withQuery(paths.notice(notice.id), { done: await withdrawAsked(ask, noticePlans(notice)) })),
    ),
  ),
];
