def test_x(sandbox):
    import requests
    def walk(f):
        r=requests.get(sandbox.services+f,params={'f':'json'}).json()
        for s in r['services']:
            j=requests.get(sandbox.service_url(s['name']),params={'f':'json'}).json()
            print(s['name'], {k:j.get(k) for k in('currentVersion','pixelType','bandCount','spatialReference','noDataValue','pixelSizeX','serviceDataType','error')}, [x['name'] for x in j.get('rasterFunctionInfos',[])])
        for g in r['folders']: walk(f+'/'+g)
    walk('')
