// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("a config", func() {
	ofInput := func(yaml string) error {
		conf, err := inputSpec().ParseYAML(yaml, nil)
		if err == nil {
			_, err = newInput(conf, (&logbook{}).logger())
		}
		return err
	}
	ofOutput := func(yaml string) error {
		conf, err := outputSpec().ParseYAML(yaml, nil)
		if err == nil {
			_, err = newOutput(conf, (&logbook{}).logger())
		}
		return err
	}

	DescribeTable("is refused at the start if it cannot work",
		func(build func(string) error, yaml, reason string) {
			err := build(yaml)
			Expect(err).To(MatchError(ContainSubstring(reason)))
			Expect(err.Error()).NotTo(ContainSubstring("s3cret"))
		},
		Entry("no URL", ofInput, "urls: []\ntopics: [ a ]", "urls is empty"),
		Entry("an unknown scheme", ofInput, "urls: [ 'http://a' ]\ntopics: [ a ]", `urls[0]: scheme "http" is not known`),
		Entry("a URL that is none", ofInput, "urls: [ 'tcp://u:s3cret%@a b' ]\ntopics: [ a ]", "urls[0]: not a URL"),
		Entry("a port that is none", ofInput, "urls: [ 'tcp://u:s3cret@a:x' ]\ntopics: [ a ]", "urls[0]: not a URL"),
		Entry("no topic", ofInput, "urls: [ a ]\ntopics: []", "topics is empty"),
		Entry("a wildcard in a level", ofInput, "urls: [ a ]\ntopics: [ a/b+ ]", "+ and # stand for whole levels"),
		Entry("a wildcard too early", ofInput, "urls: [ a ]\ntopics: [ a/#/b ]", "# before its end"),
		Entry("a quality of service that is none", ofInput, "urls: [ a ]\ntopics: [ a ]\nqos: 3", "qos must be 0, 1 or 2, is 3"),
		Entry("a session without a name", ofInput, "urls: [ a ]\ntopics: [ a ]\nclean_session: false", "client_id must be set"),
		Entry("a will without a topic", ofInput, "urls: [ a ]\ntopics: [ a ]\nwill: { enabled: true }", "will.topic: the topic is empty"),
		Entry("a keepalive that MQTT has no number for", ofInput, "urls: [ a ]\ntopics: [ a ]\nkeepalive: 70000", "keepalive must be from 0 to 65535 seconds"),
		Entry("a wildcard to publish to", ofOutput, "urls: [ a ]\ntopic: a/#", "nothing can be published to it"),
		Entry("no time to write", ofOutput, "urls: [ a ]\ntopic: a\nwrite_timeout: 0s", "write_timeout must be longer than 0s"),
	)

	It("gives each start another client id if it asks for one", func() {
		open := func() string {
			return openInput("urls: [ a ]\ntopics: [ a ]\nclient_id: press-\ndynamic_client_id_suffix: nanoid").clientID
		}
		first := open()
		Expect(first).To(MatchRegexp(`^press-[\w-]{21}$`))
		Expect(open()).NotTo(Equal(first))
	})

	It("adds the usual ports", func() {
		in := openInput("urls: [ 'a, ssl://b', 'mqtt://c:1', 'ws://d/mqtt' ]\ntopics: [ a ]")
		var servers []string
		for _, server := range in.servers {
			servers = append(servers, server.String())
		}
		Expect(servers).To(Equal([]string{"tcp://a:1883", "ssl://b:8883", "mqtt://c:1", "ws://d/mqtt"}))
	})

	It("is warned about where TLS is asked for and not used", func() {
		in := openInput("urls: [ 'tcp://a' ]\ntopics: [ a ]\ntls: { enabled: true }")
		Expect(in.logs.String()).To(ContainSubstring("tls.enabled has no effect on tcp://a:1883"))
	})
})
