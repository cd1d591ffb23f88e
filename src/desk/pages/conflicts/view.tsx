import { type Conflict, DECISIONS, type DecideRefusal, type UndecideRefusal } from '../../../intake/decide.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Notice, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { Last, type LastPage } from './last.tsx';
import { Sides } from './side.tsx';
import { ASKED, DONE, REFUSED, UNDO_REFUSED } from './words.ts';

function Row({ ask, conflict }: { ask: SignedAsk; conflict: Conflict }) {
  const who = printable(conflict.told.name).text;
  return (
    <tr>
      <th scope="row" class="whole">
        <a class="code" href={paths.person(conflict.cardId)}>
          {conflict.noticeId}
        </a>
        <span class="sub">
          {deskMoment(conflict.at)}
          <br />
          {conflict.fileName} {conflict.line}行目
        </span>
      </th>
      <Sides ask={ask} conflict={conflict} />
      <td>
        <p class="decide">
          {DECISIONS.map((decision) => (
            <a
              class={decision === 'dropped' ? 'press-undo' : 'button button-second'}
              href={withQuery(paths.decide(conflict.id), { decision })}
            >
              {ASKED[decision].words}
              <span class="unseen">：{who}</span>
            </a>
          ))}
        </p>
      </td>
    </tr>
  );
}

type Props = { ask: SignedAsk; conflicts: Conflict[]; last: LastPage; most: number };

/** Rows that wait for a decision, at most so many, and a page of what was decided. */
export function ConflictsPage({ ask, conflicts, last, most }: Props) {
  const refused = field(ask.query, 'refused');
  const stays = field(ask.query, 'stays');
  const words = Object.hasOwn(REFUSED, refused)
    ? REFUSED[refused as DecideRefusal]
    : Object.hasOwn(UNDO_REFUSED, stays)
      ? UNDO_REFUSED[stays as UndecideRefusal]
      : undefined;
  const done = DONE[field(ask.query, 'done')];
  return (
    <TitledPage ask={ask} title="取込みデータの氏名相違">
      <Says class="lead">
        交付通知書IDが同じで、氏名か生年月日が違う行です。氏名が変わった同じ方か、別の方かを、確かめて選んでください。違う文字に印を付けています。選ぶまで、現在の登録は変わりません。
      </Says>
      {words !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{words}</Says>
        </Notice>
      )}
      {done !== undefined && (
        <Notice kind="done" role="status">
          <Says>{done}</Says>
        </Notice>
      )}
      {conflicts.length === 0 ? (
        <p class="empty">確認が必要な行はありません。</p>
      ) : (
        <div class="table-box">
          <table class="table">
            <caption class="unseen">氏名か生年月日が異なる行</caption>
            <thead>
              <tr>
                {['交付通知書ID', '現在の登録', '取り込んだ行', '判断'].map((head) => (
                  <th scope="col">{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {conflicts.map((conflict) => (
                <Row ask={ask} conflict={conflict} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {conflicts.length === most && <p class="small soft">最初の{most}件を出しています。判断すると、次が出ます。</p>}
      <Last ask={ask} last={last} />
    </TitledPage>
  );
}
