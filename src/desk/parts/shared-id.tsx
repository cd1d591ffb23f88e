import type { ScannedCard } from '../../cards/scan.ts';
import { whereWords } from '../../cards/whereabouts.ts';
import { Button, PostForm } from '../../lib/html/index.ts';
import type { SignedAsk } from '../route.ts';
import { ScanAnswerBox, scannedBirth, scannedName } from './scan-answer.tsx';

/** Where it is; of whom this clerk may not see, nothing. */
const where = ({ who, whereabouts, officeName, place }: ScannedCard): string =>
  who === null ? '' : whereWords({ whereabouts, place: [officeName, place].filter((word) => word !== null).join(' ') || null });

type Props = {
  ask: SignedAsk;
  cards: readonly ScannedCard[];
  /** Where a scan is sent, and what it carries along: a choice is a scan of that card's label. */
  action: string;
  hidden?: Record<string, string>;
  submit?: string;
};

/** Several cards under the ID that was read: nothing is recorded, a person says which one is in their hand (§8(1)④b). */
export const SharedIdBox = ({ ask, cards, action, hidden = {}, submit = 'このカードを記録する' }: Props) => (
  <ScanAnswerBox look="care" says="どなたのカードか、選んでください">
    <p>
      同じ交付通知書IDのカードが、{cards.length}
      枚あります。何も記録していません。氏名と生年月日を確かめて選ぶか、カードのラベルを読み取ってください。
    </p>
    <ul class="scan-recent">
      {cards.map((card) => (
        <li>
          <span>
            <b>
              {scannedName(card)}　{scannedBirth(card)}
            </b>
            <br />
            {where(card)}
          </span>
          <PostForm action={action} token={ask.token} hidden={{ ...hidden, code: card.label }}>
            <Button kind="second">
              {submit}
              <span class="unseen">
                ：{scannedName(card)} {scannedBirth(card)}
              </span>
            </Button>
          </PostForm>
        </li>
      ))}
    </ul>
  </ScanAnswerBox>
);
