import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import vue_parser from 'vue-eslint-parser'
import ts_parser from '@typescript-eslint/parser'

export default [
  { ignores: ['dist/', 'node_modules/', 'e2e/output/', 'src/shared/api/schema.d.ts'] },
  ...vue.configs['flat/recommended'],
  ...accessibility.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vue_parser, parserOptions: { parser: ts_parser, sourceType: 'module' } },
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: ts_parser, sourceType: 'module' },
    rules: { 'no-eval': 'error', 'no-implied-eval': 'error', eqeqeq: ['error', 'always', { null: 'ignore' }] },
  },
  {
    files: ['**/*.vue'],
    rules: {
      // the policy of the pages forbids what these would write (UI-54)
      'vue/no-static-inline-styles': ['error', { allowBinding: false }],
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/component-name-in-template-casing': ['error', 'PascalCase', { registeredComponentsOnly: true }],
      // our own words are written like the glossary's
      'vue/prop-name-casing': 'off',
      'vue/attribute-hyphenation': 'off',
      'vue/v-on-event-hyphenation': 'off',
      'vue/require-default-prop': 'off',
      // layout is not lint's business
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      // a label around its control is enough, and a scrollable region must be reachable by keyboard
      'vuejs-accessibility/label-has-for': 'off',
      'vuejs-accessibility/form-control-has-label': 'off',
      'vuejs-accessibility/no-static-element-interactions': 'error',
    },
  },
]
