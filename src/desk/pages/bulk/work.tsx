import type { BulkWork } from '../../../cards/bulk-work.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { GoingOn } from '../../parts/going-on.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

type Props = { ask: SignedAsk; work: BulkWork };

/** Nothing of it was done for so long: no process is at it. */
const STUCK_MS = 180_000;
export const goesOn = ({ endedAt }: BulkWork): boolean => endedAt === null;

/** It is being taken back, and not all of it is. */
export const backBegun = (work: BulkWork | undefined): boolean => work?.step === 'undo' && goesOn(work);

const stayedWords = ({ stayed }: BulkWork): string => (stayed === 0 ? '' : `、変更しなかったカード ${grouped(stayed)}枚`);

/** How far it is while it goes on, and what came of it once it is over. */
export function Work({ ask, work }: Props) {
  const { bulkId, step, cards, done, stayed, movedAt, endedAt, stopped } = work;
  if (endedAt === null) {
    const stuck = Temporal.Instant.fromEpochMilliseconds(movedAt.getTime()).until(ask.now).total('milliseconds') > STUCK_MS;
    return (
      <>
        <GoingOn
          ask={ask}
          title={step === 'undo' ? '一括変更を取り消しています' : '交付状況を変更しています'}
          words={`${grouped(cards)}枚のうち${grouped(done + stayed)}枚まで終わりました`}
          href={paths.bulkChange(bulkId)}
        />
        {stuck && (
          <Notice kind="care" title="処理が止まっています">
            <Says>{`${deskMoment(movedAt)}から進んでいません。続くときは、管理者の職員に連絡してください。`}</Says>
          </Notice>
        )}
        <PostForm action={paths.stopBulk(bulkId)} token={ask.token}>
          <p class="acts">
            <Button kind="second">{step === 'change' ? '残りのカードを変更しない' : '残りのカードを元に戻さない'}</Button>
          </p>
        </PostForm>
      </>
    );
  }
  if (step === 'undo' && stopped)
    return (
      <Notice kind="care" role="status">
        <Says>{`取り消しを途中で止めました。${grouped(done)}枚を元の交付状況に戻しました。${grouped(cards - done)}枚は、戻していません。`}</Says>
      </Notice>
    );
  if (step === 'undo')
    return (
      <Notice kind="done" role="status">
        <Says>{`${grouped(done)}枚を元の交付状況に戻しました。${stayed === 0 ? '' : `${grouped(stayed)}枚は、その後に変更されたため、そのままです。`}`}</Says>
      </Notice>
    );
  return (
    <Notice kind={stopped ? 'care' : 'done'} role="status">
      <Says>
        {stopped
          ? `途中で止めました。${grouped(done)}枚を変更しました。${grouped(cards - done)}枚は、変更していません。`
          : `${grouped(done)}枚を変更しました${stayedWords(work)}。${stayed === 0 ? '' : '確かめたあとに状況が変わり、変更できなかったカードです。'}`}
      </Says>
    </Notice>
  );
}
