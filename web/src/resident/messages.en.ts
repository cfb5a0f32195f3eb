import { merge } from '@shared/i18n'

export default merge(import.meta.glob(['./**/en.json', '../shared/**/en.json'], { eager: true, import: 'default' }))
