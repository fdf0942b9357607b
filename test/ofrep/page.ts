import { OFREPWebProvider } from '@openfeature/ofrep-web-provider'
import { OpenFeature, type Provider, ProviderEvents } from '@openfeature/web-sdk'

/** What the page lets its test do: start with a context, read flags, and count the changes it heard of. */
const shop = {
  changes: 0,
  async start(baseUrl: string, key: string, context: Record<string, string>): Promise<void> {
    const provider = new OFREPWebProvider({
      baseUrl,
      headers: [['Authorization', `Bearer ${key}`]],
      cacheMode: 'disabled',
    })
    await OpenFeature.setContext(context)
    await OpenFeature.setProviderAndWait(provider as Provider)
    OpenFeature.getClient().addHandler(ProviderEvents.ConfigurationChanged, () => {
      shop.changes += 1
    })
  },
  price: () => OpenFeature.getClient().getNumberValue('price', 1),
  banner: () => OpenFeature.getClient().getBooleanValue('banner', false),
  checkout: () => OpenFeature.getClient().getStringValue('checkout', 'mine'),
}

export type ShopPage = typeof shop
Object.assign(globalThis, { shop })
