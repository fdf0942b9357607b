import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startObserving } from './data/observe-console.ts'
import { router } from './router.ts'

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has a #root')

createRoot(root).render(<App router={router} />)

startObserving(router)
