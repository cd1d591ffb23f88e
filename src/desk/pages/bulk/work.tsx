import type { BulkWork } from '../../../cards/bulk-work.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { failedWords } from '../../parts/failed-words.ts';
import { GoingOn } from '../../parts/going-on.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

type Props = { ask: SignedAsk; work: BulkWork };

export const goesOn = ({ endedAt }: BulkWork): boolean => endedAt === null;

/** It is being taken back, and not all of it is. */
export const backBegun = (work: BulkWork | undefined): boolean => work?.step === 'undo' && goesOn(work);

const stayedWords = ({ stayed }: BulkWork): string => (stayed === 0 ? '' : `、変更しなかったカード ${grouped(stayed)}枚`);

const farWords = ({ cards, done, stayed }: Pick<BulkWork, 'cards' | 'done' | 'stayed'>): string =>
  `${grouped(cards)}枚のうち${grouped(done + stayed)}枚まで終わりました`;

/** Since when nothing of it is done, why where that is known, what holds meanwhile and what to do. */
function Stuck({ work }: Pick<Props, 'work'>) {
  const { bulkId, step, movedAt, failedAt, failedBy } = work;
  const [rest, press] =
    step === 'undo'
      ? ['残りのカードは、元に戻していません', '残りのカードを元に戻さない']
      : ['残りのカードは、変更していません', '残りのカードを変更しない'];
  return (
    <Notice kind="care" title="処理が止まっています">
      <Says>{`${farWords(work)}。${deskMoment(movedAt)}から進んでいません。終わったカードは、そのままです。${rest}。`}</Says>
      {failedAt !== null && failedBy !== null && <Says>{`最後の失敗（${deskMoment(failedAt)}）：${failedWords(failedBy)}`}</Says>}
      <Says>{`1分ごとに自動でやり直しています。進まないときは、この画面の内容を運用の担当に伝えてください。待たずに終えるときは、「${press}」を押してください。`}</Says>
      <p>
        <a href={paths.bulkChange(bulkId)}>表示を更新する</a>
      </p>
    </Notice>
  );
}

/** How far it is while it goes on, and what came of it once it is over. */
export function Work({ ask, work }: Props) {
  const { bulkId, step, cards, done, stayed, endedAt, stopped } = work;
  if (endedAt === null) {
    return (
      <>
        {work.stuck ? (
          <Stuck work={work} />
        ) : (
          <GoingOn
            ask={ask}
            title={step === 'undo' ? '一括変更を取り消しています' : '交付状況を変更しています'}
            words={farWords(work)}
            href={paths.bulkChange(bulkId)}
          />
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
        <Says>{`${grouped(done)}枚を元の交付状況に戻しました。${stayed === 0 ? '' : `${grouped(stayed)}枚は、その後に変更されたか、返納・送付されたため、そのままです。`}`}</Says>
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

/** The way to the one that is not over, from where all of them stand. */
export const UnderWay = ({ work: { bulkId, stuck } }: Pick<Props, 'work'>) => (
  <Notice kind={stuck ? 'care' : 'info'} title={stuck ? '止まっている一括変更があります' : '進んでいる一括変更があります'}>
    <p>
      <a href={paths.bulkChange(bulkId)}>{stuck ? '内容を確かめて、次の操作をする' : 'どこまで進んだかを見る'}</a>
    </p>
  </Notice>
);
