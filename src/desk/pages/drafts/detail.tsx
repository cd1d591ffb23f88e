import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, ErrorSummary, LinkButton, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { BeginChange } from '../../parts/begin-change.tsx';
import { changeWords } from '../../parts/change-words.ts';
import { DeskForm } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { AfterPublish, Told } from './after-publish.tsx';
import type { DetailProps } from './detail-props.ts';
import { settingsForm } from './settings.ts';
import { DRAFT_STATE } from './words.ts';

function Changes({ ask, props }: { ask: SignedAsk; props: DetailProps }) {
  const { draft, changes, names, state } = props;
  if (changes.length === 0) return <p class="empty">変更は、まだありません。右の「変更を追加する」から追加してください。</p>;
  const editable = draft.state === 'open' && can(ask.session, 'calendar.edit');
  return (
    <ol class="changes">
      {changes.map(({ position, change }) => {
        const words = changeWords(change, names, state);
        return (
          <li>
            <div>
              <b>{words.what}</b>
              {words.more !== '' && <span class="sub">{words.more}</span>}
            </div>
            {editable && (
              <PostForm
                action={paths.draftAct(draft.id, 'remove')}
                token={ask.token}
                hidden={{ version: String(draft.version), position: String(position) }}
              >
                <button class="press-undo" type="submit">
                  取りやめる<span class="unseen">：{words.what}</span>
                </button>
              </PostForm>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const Settings = ({ ask, props: { draft, errors } }: { ask: SignedAsk; props: DetailProps }) => (
  <>
    <ErrorSummary errors={errors} />
    <DeskForm
      ask={ask}
      form={settingsForm(ask.now)}
      action={paths.draftAct(draft.id, 'set')}
      values={{ name: draft.name, opensAt: draft.opensAt === null ? null : draft.opensAt.toTemporalInstant() }}
      errors={errors}
      hidden={{ version: String(draft.version) }}
      class=""
      submit={<Button kind="second">名称と時期を保存する</Button>}
      more={
        <Button kind="second" name="act" value="preview">
          保存して、変更の影響を確認する
        </Button>
      }
    />
  </>
);

/** The office and service of the change put in last: who sets up a branch goes on with that branch. */
function lastCounter({ changes, offices }: DetailProps): Record<string, string> {
  for (const { change } of changes.toReversed()) {
    const counter = 'counter' in change ? change.counter : 'counters' in change ? change.counters[0] : undefined;
    const office = offices.find(({ id }) => id === counter?.officeId);
    if (counter !== undefined && office !== undefined) return { office: office.code, service: String(counter.serviceId) };
  }
  return {};
}

function OpenDraft({ ask, props }: { ask: SignedAsk; props: DetailProps }) {
  const { draft, others } = props;
  return (
    <aside class="desk-side" aria-label="下書きを進める">
      <section class="desk-section panel">
        <h2>確認して公開する</h2>
        <Says>何がどう変わるか、予約のある人に影響があるかを、公開する前に見られます。</Says>
        <p class="acts">
          <LinkButton href={paths.preview(draft.id)} wide>
            変更の影響を確認する
          </LinkButton>
        </p>
      </section>
      <Section title="変更を追加する">
        <BeginChange
          ask={ask}
          drafts={[]}
          about={{ draft: String(draft.id), ...lastCounter(props) }}
          offered={['days', 'week', 'pattern', 'capacity', 'holiday', 'year']}
        />
      </Section>
      <Section title="名称と公開の時期">
        <Settings ask={ask} props={props} />
      </Section>
      {others.length > 0 && (
        <Section title="ほかの下書きと比較する">
          <ul class="do">
            {others.map((other) => (
              <li>
                <a href={withQuery(paths.compareDrafts(draft.id), { with: other.id })}>{other.name}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="下書きの取りやめ">
        <PostForm action={paths.draftAct(draft.id, 'drop')} token={ask.token} hidden={{ version: String(draft.version) }}>
          <label class="choice">
            <input class="choice-input" type="checkbox" name="sure" value="yes" />
            <span class="choice-body">この下書きを取りやめる（予約枠は変わりません）</span>
          </label>
          <p class="acts">
            <Button kind="stop">取りやめる</Button>
          </p>
        </PostForm>
      </Section>
    </aside>
  );
}

/** A draft: what it changes, in words; what can still be done with it. */
export function DraftPage({ ask, props }: { ask: SignedAsk; props: DetailProps }) {
  const { draft, progress } = props;
  const editable = draft.state === 'open' && can(ask.session, 'calendar.edit');
  return (
    <TitledPage
      ask={ask}
      title="下書き"
      heading={draft.name}
      wrong={Object.keys(props.errors).length > 0}
      told={<Told ask={ask} props={props} />}
    >
      <p class="soft">
        {DRAFT_STATE[draft.state]}
        {draft.state === 'dropped' ? '' : `　最後に変更した職員：${draft.changedBy ?? '自動'}　${deskMoment(draft.changedAt)}`}
        {draft.opensAt === null ? '' : `　増える枠の市民への公開：${deskMoment(draft.opensAt)}から`}
      </p>
      {draft.undoes !== null && (
        <p>
          <a href={paths.draft(draft.undoes)}>取り消す元の変更を表示する</a>
        </p>
      )}
      {draft.state === 'publishing' && progress !== undefined && (
        <Notice kind="info" role="status" title="公開しています">
          <Says>{`${progress.all}か所のうち${progress.done}か所の枠を変更しました。この画面を離れても、最後まで進みます。`}</Says>
          <p class="acts">
            <LinkButton href={withQuery(paths.draft(draft.id), { done: 'published' })} kind="second">
              進み具合を確認する
            </LinkButton>
          </p>
        </Notice>
      )}
      <div class="desk-columns">
        <section class="desk-body" aria-labelledby="changes">
          <h2 id="changes">変更の内容</h2>
          <Changes ask={ask} props={props} />
          <p class="acts">
            <a href={paths.drafts}>下書きと公開の記録へ</a>
            {'　'}
            <a href={paths.calendar}>予約枠へ</a>
          </p>
        </section>
        {editable && <OpenDraft ask={ask} props={props} />}
        {draft.state !== 'open' && <AfterPublish ask={ask} props={props} />}
      </div>
    </TitledPage>
  );
}
