import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { Section } from '../../parts/section.tsx';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { DetailProps } from './detail-props.ts';
import { DONE_WORDS, draftSaid } from './words.ts';

/** How citizens are told: the notice on the site and the paper for the door. */
const TellLinks = ({ draft, undoneNotice }: Pick<DetailProps, 'draft' | 'undoneNotice'>) => (
  <>
    <p>
      <a href={paths.draftTell(draft.id)}>市民へのお知らせと、入口に貼る紙</a>
    </p>
    {draft.undoes !== null && undoneNotice && (
      <p>
        元の変更のお知らせが、掲載されています。
        <a href={paths.draftTell(draft.undoes)}>元の変更のお知らせを確かめる</a>
      </p>
    )}
  </>
);

/** What a publish did to people, and where their list is. */
function Published({ props: { draft, affected, undone, undoneNotice } }: { props: DetailProps }) {
  return (
    <Notice kind="done" role="status" title="変更を公開しました">
      {affected === 0 ? (
        <Says>要振替になった予約は、ありませんでした。</Says>
      ) : (
        <p>
          要振替になった予約が{affected}件あります。メールのない方には、電話でお知らせください。
          <a href={paths.draftAffected(draft.id)}>要振替になった方の一覧</a>
        </p>
      )}
      {draft.undoes !== null && undone > 0 && (
        <p>
          メールのある方には「予定どおりお越しください」とメールを送ります。電話で閉庁を伝えた方には、電話でお知らせください。
          <a href={paths.draftAffected(draft.undoes)}>元の変更で要振替になった方の一覧</a>
        </p>
      )}
      <TellLinks draft={draft} undoneNotice={undoneNotice} />
    </Notice>
  );
}

export function Told({ ask, props }: { ask: SignedAsk; props: DetailProps }) {
  if (field(ask.query, 'done') === 'published') return props.draft.state === 'published' ? <Published props={props} /> : null;
  const refused = draftSaid(field(ask.query, 'refused'));
  const done = DONE_WORDS[field(ask.query, 'done')];
  if (refused !== undefined)
    return (
      <Notice kind="stop" role="alert">
        <Says>{refused}</Says>
      </Notice>
    );
  return done === undefined ? null : (
    <Notice kind="done" role="status">
      <Says>{done}</Says>
    </Notice>
  );
}

export function AfterPublish({ ask, props }: { ask: SignedAsk; props: DetailProps }) {
  const { draft, affected, undone, undoneNotice } = props;
  return (
    <aside class="desk-side" aria-label="公開したあと">
      <Section title="公開した変更">
        <p>
          {draft.publishedAt === null ? '' : `${deskMoment(draft.publishedAt)}　`}
          {draft.publishedBy ?? ''}
        </p>
        <p>
          {affected === 0 ? (
            '要振替になった予約は、ありませんでした。'
          ) : (
            <a href={paths.draftAffected(draft.id)}>要振替になった予約：{affected}件</a>
          )}
        </p>
        {draft.undoes !== null && undone > 0 && (
          <p>
            <a href={paths.draftAffected(draft.undoes)}>元の変更で要振替になった方：{undone}件</a>
          </p>
        )}
        {draft.state !== 'dropped' && <TellLinks draft={draft} undoneNotice={undoneNotice} />}
        {can(ask.session, 'calendar.edit') && draft.state === 'published' && (
          <PostForm action={paths.draftAct(draft.id, 'undo')} token={ask.token}>
            <p class="acts">
              <Button kind="second">取り消すための下書きを作成する</Button>
            </p>
          </PostForm>
        )}
      </Section>
    </aside>
  );
}
