import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';

/** The two pages with which somebody looks after the own account; none while one of them has to be done first. */
export const ownTabs = ({ session }: SignedAsk, here: 'password' | 'second') =>
  session.mustChange || session.secondDue
    ? {}
    : {
        tabs: {
          label: '自分のアカウント',
          tabs: [
            { href: paths.password, words: 'パスワード', here: here === 'password' },
            { href: paths.second, words: '二段階認証', here: here === 'second' },
          ],
        },
      };
