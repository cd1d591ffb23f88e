import { OTHER_LANGUAGES } from '../../../audit/facts.ts';
import { readDraftHours } from '../../../calendar/draft-hours.ts';
import type { Draft } from '../../../calendar/drafts.ts';
import { HORIZON_DAYS } from '../../../closing/slots.ts';
import { addDays, cityDay, cityInstant, deskMoment, deskUntil } from '../../../lib/dates/jst.ts';
import { type FormErrors, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { hoursPoster } from '../../../lists/hours-poster.ts';
import { hoursNotice, newsUntil } from '../../../lists/notice-words.ts';
import { listOfficeRecords } from '../../../offices/read.ts';
import { listServiceRecords } from '../../../services/read.ts';
import { addNotice, endNotice } from '../../../site/notice-acts.ts';
import { draftNoticeForm, draftNotices, type SiteNotice } from '../../../site/notices.ts';
import { can } from '../../../staff/rights.ts';
import { leadsWithin } from '../../bounds/leads-within.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { chosenLanguage, languageWords } from '../../parts/language.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { Section } from '../../parts/section.tsx';
import { pressed } from '../../parts/text-preview.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { noticeForm } from '../settings/notices/form.ts';
import { noticePreview } from '../settings/notices/preview.tsx';
import { isStanding, sentForm, stands } from './told.ts';

const TITLE = '市民へのお知らせと、入口に貼る紙';
const LANGUAGES = [['ja', '日本語'], ...OTHER_LANGUAGES] as const;
const DONE: Record<string, string> = {
  added: 'お知らせを登録しました。',
  ended: 'お知らせの掲載を終了しました。',
  'called-off': 'お知らせの掲載を取りやめました。',
  over: 'このお知らせの掲載は、すでに終わっていました。',
};

const STALE = '別の画面で、先にお知らせが登録または終了されています。入力した文は、掲載していません。';

/** What a draft changed of offices in use, from today on. */
async function learn(ask: SignedAsk, draft: Draft) {
  const today = cityDay(ask.now);
  const [offices, services] = [await listOfficeRecords(ask.db), await listServiceRecords(ask.db)];
  const hours = await readDraftHours(ask.db, draft.id, {
    today,
    horizon: addDays(today, HORIZON_DAYS),
    services: new Set(services.flatMap(({ id, retiredAt }) => (retiredAt === null ? [id] : []))),
  });
  const used = offices.filter(({ retiredAt, facts }) => retiredAt === null && facts.isPickup);
  const changed = used.flatMap((office) => {
    const of = hours.find(({ officeId }) => officeId === office.id);
    return of === undefined ? [] : [{ office, of }];
  });
  return { changed, services: new Map(services.map(({ id, facts }) => [id, facts])) };
}
type Learned = Awaited<ReturnType<typeof learn>>;

function proposed(ask: SignedAsk, { changed, services }: Learned) {
  const all = changed.map(({ of }) => of);
  const body = hoursNotice(
    all,
    new Map(changed.map(({ office }) => [office.id, office.facts.name])),
    new Map([...services].map(([id, { name }]) => [id, name])),
  );
  // To the end of that day.
  return { body, from: null, until: cityInstant(addDays(newsUntil(all, cityDay(ask.now)), 1), 0) };
}

type Props = { draft: Draft; learned: Learned; notices: readonly SiteNotice[]; errors: FormErrors; stale: boolean };

/** The notice that stands, or the last one that is over, with its end. */
function Standing({ ask, draft, notice }: { ask: SignedAsk; draft: Draft; notice: SiteNotice }) {
  const until = notice.shownUntil === null ? '期限なし' : `${deskUntil(notice.shownUntil)}まで`;
  return (
    <>
      <p>{notice.body}</p>
      <p class="soft">
        {notice.state === 'past' ? '掲載は終わりました。' : `${deskMoment(notice.shownFrom)}から${until}掲載します。`}
        {can(ask.session, 'settings.manage') && leadsWithin(ask.session, paths.notices) && (
          <a href={paths.notice(notice.id)}>お知らせを表示する</a>
        )}
      </p>
      {can(ask.session, 'calendar.edit') && notice.state !== 'past' && (
        <PostForm action={paths.endDraftNotice(draft.id)} token={ask.token}>
          <button class="button button-second" type="submit">
            掲載を終了する
          </button>
        </PostForm>
      )}
    </>
  );
}

/** The notice that stands; the form of one, where none does. */
function NoticeOf({ ask, props: { draft, learned, notices, errors, stale } }: { ask: SignedAsk; props: Props }) {
  const [notice] = notices;
  const standing = isStanding(notice);
  const edits = can(ask.session, 'calendar.edit') && !standing && learned.changed.length > 0;
  return (
    <>
      {notice !== undefined && <Standing ask={ask} draft={draft} notice={notice} />}
      {stale && standing && <Says class="soft">{`入力した文：${field(ask.body, 'body')}`}</Says>}
      {notice === undefined && !edits && <Says>まだ、掲載していません。</Says>}
      {edits && (
        <DeskForm
          ask={ask}
          form={noticeForm(ask.now)}
          action={paths.draftTell(draft.id)}
          values={proposed(ask, learned)}
          errors={errors}
          hidden={{ form: draftNoticeForm(draft.id, notices.length) }}
          submit="表示を確かめる"
        />
      )}
    </>
  );
}

/** What a published change means for citizens, in words for them: on the site, and on each door in each language. */
function TellPage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { draft, learned, notices, errors, stale } = props;
  const nothing = learned.changed.length === 0;
  return (
    <TitledPage
      ask={ask}
      title={TITLE}
      heading={`${TITLE}：${draft.name}`}
      crumbs={[{ href: paths.draft(draft.id), words: '公開した変更' }]}
      said={DONE[field(ask.query, 'done')]}
      refused={stale ? STALE : undefined}
      errors={errors}
    >
      {nothing && (
        <Says class="lead">これからの日に、窓口の開く時間が変わる交付場所はありません。定員だけの変更は、お知らせしません。</Says>
      )}
      {(!nothing || notices.length > 0) && (
        <Section id="notice" title="予約サイトのお知らせ">
          <NoticeOf ask={ask} props={props} />
        </Section>
      )}
      {!nothing && (
        <Section id="door" title="入口に貼る紙">
          <Says>変更の後の受付時間を、交付場所ごとに、1つの言語に1枚で印刷します。訳のない名称は、日本語のまま印刷します。</Says>
          <Table
            caption="入口に貼る紙の一覧"
            wide
            columns={['交付場所', ...LANGUAGES.map(([, words]) => wholeCol(words))]}
            rows={learned.changed.map(({ office }) => [
              office.facts.name,
              ...LANGUAGES.map(([language, words]) => (
                <a href={withQuery(paths.draftPoster(draft.id), { office: office.code, language })}>
                  PDF
                  <span class="unseen">
                    ：{office.facts.name}、{words}
                  </span>
                </a>
              )),
            ])}
          />
        </Section>
      )}
    </TitledPage>
  );
}

async function page(ask: SignedAsk, draft: Draft, errors: FormErrors = {}, status = 200): Promise<Answer> {
  const [learned, notices] = [await learn(ask, draft), await draftNotices(ask.db, draft.id)];
  return show(<TellPage ask={ask} props={{ draft, learned, notices, errors, stale: status === 409 }} />, status);
}

/** Puts the notice on the site, once, after a look in each language. Where another form was first, or what it put there is over, it says so. */
async function tell(ask: SignedAsk, draft: Draft): Promise<Answer> {
  const form = noticeForm(ask.now);
  const typed = readForm(ask, form);
  const notices = await draftNotices(ask.db, draft.id);
  const [press, sent] = [pressed(ask), sentForm(ask, draft.id, notices.length)];
  const isNext = sent === draftNoticeForm(draft.id, notices.length);
  // The last press of a form that was sent before may be the same press again.
  const stale = isNext ? isStanding(notices[0]) : press !== 'sure' || !typed.ok;
  if (stale) return page(ask, draft, {}, 409);
  if (!typed.ok) return page(ask, draft, typed.errors, 422);
  if (press === 'edit') return page(ask, draft);
  const action = paths.draftTell(draft.id);
  if (press === 'look')
    return noticePreview(ask, {
      form,
      value: typed.value,
      action,
      formId: sent,
      from: 'すぐに掲載',
      submit: '掲載する',
      crumbs: [
        { href: paths.draft(draft.id), words: '公開した変更' },
        { href: action, words: TITLE },
      ],
    });
  const id = await addNotice(ask.db, ask.actor, sent, typed.value);
  return (await stands(ask, id, typed.value)) ? go(withQuery(action, { done: 'added' })) : page(ask, draft, {}, 409);
}

async function poster(ask: SignedAsk, draft: Draft): Promise<Answer> {
  const { changed, services } = await learn(ask, draft);
  const found = changed.find(({ office }) => office.code === field(ask.query, 'office'));
  if (found === undefined) return show(<NotFound ask={ask} />, 404);
  const language = chosenLanguage(field(ask.query, 'language'));
  const { office, of } = found;
  const paper = await hoursPoster(ask.db, language, { office: office.facts, parts: of.parts, services });
  const name = `受付時間の変更_${office.facts.name}${language === 'ja' ? '' : `_${languageWords(language)}`}.pdf`;
  return file('application/pdf', name, await printPdf(paper));
}

type Named = (ask: SignedAsk, then: (draft: Draft) => Promise<Answer>) => Promise<Answer>;

/** How citizens are told of a published draft. `named`: the draft of the address, or a page that is not there. */
export function tellRoutes(named: Named): readonly Route[] {
  const published = (then: (ask: SignedAsk, draft: Draft) => Promise<Answer>) => (ask: SignedAsk) =>
    named(ask, async (draft) =>
      draft.state === 'published' || draft.state === 'publishing' ? then(ask, draft) : show(<NotFound ask={ask} />, 404),
    );
  return [
    get(paths.draftTell(':id'), 'calendar.see', published(page)),
    post(paths.draftTell(':id'), 'calendar.edit', '公開した変更のお知らせの追加', published(tell)),
    post(
      paths.endDraftNotice(':id'),
      'calendar.edit',
      '公開した変更のお知らせの終了',
      published(async (ask, draft) => {
        const [notice] = await draftNotices(ask.db, draft.id);
        const done = notice === undefined ? 'over' : await endNotice(ask.db, ask.actor, notice.id);
        return go(withQuery(paths.draftTell(draft.id), { done }));
      }),
    ),
    get(paths.draftPoster(':id'), 'calendar.see', published(poster)),
  ];
}
