import { Button, PostForm } from '../../../lib/html/index.ts';
import { ScanAnswerBox } from '../../parts/scan-answer.tsx';
import { SharedIdBox } from '../../parts/shared-id.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { CountProps } from './props.ts';
import { FOREIGN_WORDS, mayBePut } from './words.ts';

/** The last scan of a count, large: sign, what to do first, whose it is, why. */
export function CountAnswer({ ask, props }: { ask: SignedAsk; props: CountProps }) {
  const { stopped, several, last, again, stocktake } = props;
  if (several !== undefined)
    return <SharedIdBox ask={ask} cards={several} action={paths.stocktake(stocktake.id)} submit="このカードを確認済にする" />;
  if (stopped !== undefined)
    return (
      <ScanAnswerBox look="wrong" says="記録していません" code={stopped.code}>
        <p>{stopped.why}</p>
      </ScanAnswerBox>
    );
  if (last === undefined) return null;
  const card = { ...last, noticeId: last.noticeId ?? '' };
  if (last.result === 'seen')
    return again ? (
      <ScanAnswerBox look="care" says="確認済です" label="位置" place={String(last.position ?? '')} card={card} />
    ) : (
      <ScanAnswerBox look="done" says="確認済" label="位置" place={String(last.position ?? '')} card={card} />
    );
  if (last.foreign === null || !last.last)
    return <ScanAnswerBox look="done" says="この箱に入れました" place={last.place ?? ''} card={card} />;
  const { first, why } = FOREIGN_WORDS[last.foreign](last);
  return (
    <ScanAnswerBox look="wrong" says={first} card={card}>
      <p>{why}「この箱にないカード」に記録しました。</p>
      {mayBePut(last) && (
        <PostForm action={paths.stocktakeAct(stocktake.id, 'put')} token={ask.token} hidden={{ card: String(last.cardId) }}>
          <Button kind="second">この箱に入れたことを記録する</Button>
        </PostForm>
      )}
    </ScanAnswerBox>
  );
}
