import { backCount } from '../../../cards/returned.ts';
import type { Feature } from '../../feature.ts';
import { ofListAtOffice } from '../../parts/list-wait.ts';
import { paths } from '../../paths.ts';
import { cardRoutes, RIGHT } from './card.tsx';
import { scanRoutes } from './scan.tsx';

/** Notices that came back by the post (返戻): recorded by scan or on the card's page, their address checked, posted again. */
export const returnedFeature: Feature = {
  routes: [...cardRoutes, ...scanRoutes],
  menu: [{ group: 'cards', href: paths.noticesBack, words: '返戻', right: RIGHT }],
  waits: [
    {
      words: '交付通知書の返戻',
      why: '通知が届いていない方です。住所を確かめて、送り直してください。送り直すまで、再通知と廃棄予定の期間は数えません。',
      urgency: 'soon',
      call: 'カードのご本人。電話番号はその方の画面に出ます。',
      href: paths.list('returned'),
      right: 'people.see',
      count: backCount,
      atOwn: ofListAtOffice('returned'),
      answers: ['card.address-checked'],
    },
  ],
};
