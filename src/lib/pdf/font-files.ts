import { join } from 'node:path';
import { ROOT } from '../root.ts';

export type Weight = 'regular' | 'bold';

const folder = (name: string) => join(ROOT, 'node_modules/@expo-google-fonts', name);
/** BIZ UDGothic lacks some 8,000 kanji that occur in names (𠮷, 﨟); Noto has them. The first font that has a character draws it. */
export const FONT_FILES: Record<Weight, readonly string[]> = {
  regular: [
    join(folder('biz-udgothic'), '400Regular/BIZUDGothic_400Regular.ttf'),
    join(folder('noto-sans-jp'), '400Regular/NotoSansJP_400Regular.ttf'),
  ],
  bold: [
    join(folder('biz-udgothic'), '700Bold/BIZUDGothic_700Bold.ttf'),
    join(folder('noto-sans-jp'), '700Bold/NotoSansJP_700Bold.ttf'),
  ],
};
