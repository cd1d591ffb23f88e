import { readFileSync } from 'node:fs';
import postcss from 'postcss';
import calc from 'postcss-calc';
import atImport from 'postcss-import';
import presetEnv from 'postcss-preset-env';

/** url("drawings/x.svg") becomes the drawing's hashed address. */
const drawings = (addressOf) => ({
  postcssPlugin: 'madoguchi-drawings',
  Declaration(declaration) {
    if (!declaration.value.includes('url("drawings/')) return;
    declaration.value = declaration.value.replace(/url\("drawings\/([^"]+)"\)/g, (_, name) => `url(${addressOf(name)})`);
  },
});

/** Comments are for those who read the sources, and custom properties have done their work when they are resolved. */
const withoutRemains = {
  postcssPlugin: 'madoguchi-without-remains',
  OnceExit(root) {
    root.walkComments((comment) => {
      comment.remove();
    });
    root.walkDecls(/^--/, (declaration) => {
      declaration.remove();
    });
    root.walkRules((rule) => {
      if (rule.nodes.length === 0) rule.remove();
    });
  },
};

/**
 * One sheet as IE11 reads it: imports joined, custom properties and nesting resolved.
 * @param {string} file the sheet's source
 * @param {(drawing: string) => string} addressOf
 */
export async function makeSheet(file, addressOf) {
  const result = await postcss([
    atImport(),
    presetEnv({
      browsers: ['ie 11', 'last 3 chrome versions', 'last 3 safari versions', 'last 3 firefox versions'],
      stage: 2,
      preserve: false,
      autoprefixer: { grid: false },
      features: {
        'nesting-rules': true,
        'custom-media-queries': true,
        'custom-properties': { preserve: false },
        'focus-visible-pseudo-class': false,
        'logical-properties-and-values': false,
      },
    }),
    calc({ preserve: false }),
    drawings(addressOf),
    withoutRemains,
  ]).process(readFileSync(file, 'utf8'), { from: file });
  return result.css.replace(/\n\s*\n/g, '\n');
}
